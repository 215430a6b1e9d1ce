import { createSecretKey, hkdfSync, hash, randomBytes, type KeyObject } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { SyncError } from '@evenkeel/domain';

const KEY_BYTES = 32;
const BASE64 = /^[A-Za-z0-9+/]{43}=?$/;

/** A key with the name under which texts sealed by it are known. */
export interface NamedKey {
  /** Tells which key is meant and nothing about it. */
  readonly id: string;
  readonly key: KeyObject;
}

/** True if the text is 32 bytes in base64. */
export function isSecretKey(text: string): boolean {
  return BASE64.test(text);
}

/** A new random key: 32 bytes in base64. */
export function generateSecretKey(): string {
  return randomBytes(KEY_BYTES).toString('base64');
}

/**
 * The key that the public gateway may be given alone: HKDF-SHA-256 (RFC 5869) of the master key. The master key
 * cannot be found from it.
 */
export function deriveWebhookKey(masterKey: string): string {
  return derive(masterKey, 'webhook').toString('base64');
}

/** The key of what records hold, which ingestion may be given alone; the master key cannot be found from it. */
export function deriveRecordKey(masterKey: string): string {
  return derive(masterKey, 'record').toString('base64');
}

/** The key of keyed digests, from what {@link deriveRecordKey} gave. */
export function digestKey(recordKey: string): KeyObject {
  return nameKey(derive(recordKey, 'digest')).key;
}

/** The key that seals payloads, from what {@link deriveRecordKey} gave. */
export function payloadKey(recordKey: string): NamedKey {
  return nameKey(derive(recordKey, 'payload'));
}

/** The key that seals provider credentials. */
export function credentialKey(masterKey: string): NamedKey {
  return nameKey(derive(masterKey, 'credential'));
}

/** The key that seals webhook secrets, as {@link deriveWebhookKey} gave it. */
export function webhookKey(derivedKey: string): NamedKey {
  return nameKey(decode(derivedKey));
}

/**
 * Reads the key kept in `path`; makes one that only this user can read if there is none. With the file is lost
 * what was sealed.
 */
export function keepKeyFile(path: string): string {
  try {
    const file = openSync(path, 'wx', 0o600);
    try {
      writeSync(file, `${generateSecretKey()}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const kept = readFileSync(path, 'utf8').trim();
  if (!isSecretKey(kept)) throw new SyncError('config.data_folder_unusable', `${path} does not hold a key`);
  return kept;
}

function derive(masterKey: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', decode(masterKey), '', `evenkeel/${purpose}`, KEY_BYTES));
}

function decode(text: string): Buffer {
  if (!isSecretKey(text)) throw new SyncError('system.unexpected', 'A secret key must be 32 bytes in base64');
  return Buffer.from(text, 'base64');
}

function nameKey(bytes: Buffer): NamedKey {
  return { id: hash('sha256', bytes, 'hex').slice(0, 8), key: createSecretKey(bytes) };
}
