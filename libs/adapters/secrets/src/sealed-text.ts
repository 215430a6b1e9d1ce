import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { SyncError, type JsonObject } from '@evenkeel/domain';
import type { NamedKey } from './secret-key.js';

const ALGORITHM = 'aes-256-gcm';
const FORMAT = 'v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * `v1.<key id>.<base64url of nonce, ciphertext and tag>`: AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce. The
 * format, the key id and the context are authenticated with it.
 */
export function sealText(key: NamedKey, secret: JsonObject, context: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key.key, nonce);
  cipher.setAAD(boundTo(key, context));
  const body = Buffer.concat([cipher.update(JSON.stringify(secret), 'utf8'), cipher.final()]);
  const sealed = Buffer.concat([nonce, body, cipher.getAuthTag()]).toString('base64url');
  return `${FORMAT}.${key.id}.${sealed}`;
}

/** Throws `config.sealed_with_other_key`, without a word of the content, when key, context or text are not those of the sealing. */
export function openText(key: NamedKey, sealed: string, context: string): JsonObject {
  const [format, keyId, body] = sealed.split('.');
  if (format !== FORMAT || keyId === undefined || body === undefined) {
    throw new SyncError('config.sealed_with_other_key', 'What is stored is not a sealed secret');
  }
  if (keyId !== key.id) {
    throw new SyncError(
      'config.sealed_with_other_key',
      `The secret was sealed with key ${keyId}, and this process has key ${key.id}`,
    );
  }
  try {
    return decrypt(key, Buffer.from(body, 'base64url'), context);
  } catch (cause) {
    const message = 'The secret was sealed for something else, or was changed';
    throw new SyncError('config.sealed_with_other_key', message, { cause });
  }
}

/** 128 bits of HMAC-SHA-256, under a key that is used for nothing else. */
export function nameText(key: NamedKey, secret: JsonObject, context: string): string {
  const own = Buffer.from(hkdfSync('sha256', key.key, '', 'evenkeel/name', 32));
  return createHmac('sha256', own)
    .update(JSON.stringify([context, secret]))
    .digest('hex')
    .slice(0, 32);
}

function decrypt(key: NamedKey, bytes: Buffer, context: string): JsonObject {
  const decipher = createDecipheriv(ALGORITHM, key.key, bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(boundTo(key, context));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  const body = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
  return JSON.parse(Buffer.concat([body, decipher.final()]).toString('utf8')) as JsonObject;
}

function boundTo(key: NamedKey, context: string): Buffer {
  return Buffer.from(`${FORMAT}.${key.id}.${context}`);
}
