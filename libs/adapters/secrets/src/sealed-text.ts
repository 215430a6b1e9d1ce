import { createHmac, type KeyObject } from 'node:crypto';
import { SyncError, type JsonObject } from '@evenkeel/domain';
import { decrypt, encrypt } from './authenticated-cipher.js';
import type { NamedKey } from './secret-key.js';

const FORMAT = 'v1';

/** `v1.<key id>.<base64url of nonce, ciphertext and tag>`. The format, the key id and the context are authenticated with it. */
export function sealText(key: NamedKey, secret: JsonObject, context: string): string {
  const plain = Buffer.from(JSON.stringify(secret), 'utf8');
  const sealed = encrypt(key.key, plain, boundTo(key, context)).toString('base64url');
  return `${FORMAT}.${key.id}.${sealed}`;
}

/**
 * With that of the keys under which it was sealed. Throws `config.sealed_with_other_key`, without a word of the content, when key,
 * context or text are not those of the sealing.
 */
export function openText(keys: readonly NamedKey[], sealed: string, context: string): JsonObject {
  const [format, keyId, body, more] = sealed.split('.');
  if (format !== FORMAT || keyId === undefined || body === undefined || more !== undefined) throw notSealed();
  const key = keyNamed(keys, keyId);
  return opened(() => decrypt(key.key, Buffer.from(body, 'base64url'), boundTo(key, context)));
}

/** Throws `config.sealed_with_other_key` where this process does not have it. */
export function keyNamed(keys: readonly NamedKey[], id: string): NamedKey {
  const key = keys.find((each) => each.id === id);
  if (key !== undefined) return key;
  const held = keys.map((each) => each.id).join(' and ');
  throw new SyncError(
    'config.sealed_with_other_key',
    `The secret was sealed with key ${id}, and this process has key ${held}`,
  );
}

export function opened(decrypted: () => Buffer): JsonObject {
  try {
    return JSON.parse(decrypted().toString('utf8')) as JsonObject;
  } catch (cause) {
    const message = 'The secret was sealed for something else, or was changed';
    throw new SyncError('config.sealed_with_other_key', message, { cause });
  }
}

export function notSealed(): SyncError {
  return new SyncError('config.sealed_with_other_key', 'What is stored is not a sealed secret');
}

/** 128 bits of HMAC-SHA-256, under a key that is used for nothing else. */
export function nameText(key: KeyObject, secret: JsonObject, context: string): string {
  return createHmac('sha256', key)
    .update(JSON.stringify([context, secret]))
    .digest('hex')
    .slice(0, 32);
}

function boundTo(key: NamedKey, context: string): string {
  return `${FORMAT}.${key.id}.${context}`;
}
