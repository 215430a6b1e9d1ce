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

/** Keys separated by commas or white space; undefined where one is none, or stands there twice. */
export function readKeyList(text: string): readonly string[] | undefined {
  const keys = text.split(/[\s,]+/).filter((each) => each !== '');
  const isList = keys.length > 0 && keys.every(isSecretKey) && new Set(keys).size === keys.length;
  return isList ? keys : undefined;
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

/** The keys of one purpose: the first seals, all open, the last is the oldest. */
export type KeyList = readonly [NamedKey, ...NamedKey[]];

/** The keys that seal provider credentials, of master keys. */
export function credentialKeys(masterKeys: readonly string[]): KeyList {
  return listOf(masterKeys.map((each) => nameKey(derive(each, 'credential'))));
}

/** The keys that seal webhook secrets, as {@link deriveWebhookKey} gave them. */
export function webhookKeys(derivedKeys: readonly string[]): KeyList {
  return listOf(derivedKeys.map((each) => nameKey(decode(each))));
}

/** The keys that seal kept keys of records, of what {@link deriveRecordKey} gave. */
export function recordKeys(derivedKeys: readonly string[]): KeyList {
  return listOf(derivedKeys.map((each) => nameKey(derive(each, 'kept'))));
}

function listOf(keys: readonly NamedKey[]): KeyList {
  const [first, ...more] = keys;
  if (first === undefined) throw new SyncError('system.unexpected', 'A list of keys has at least one');
  return [first, ...more];
}

/**
 * Reads the keys kept in `path`; makes one that only this user can read if there is none. With the file is lost
 * what was sealed.
 */
export function keepKeyFile(path: string): readonly string[] {
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
  const kept = readKeyList(readFileSync(path, 'utf8'));
  if (kept === undefined) throw new SyncError('config.data_folder_unusable', `${path} does not hold a key`);
  return kept;
}

export function derive(masterKey: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', decode(masterKey), '', `evenkeel/${purpose}`, KEY_BYTES));
}

function decode(text: string): Buffer {
  if (!isSecretKey(text)) throw new SyncError('system.unexpected', 'A secret key must be 32 bytes in base64');
  return Buffer.from(text, 'base64');
}

export function nameKey(bytes: Buffer): NamedKey {
  return { id: hash('sha256', bytes, 'hex').slice(0, 8), key: createSecretKey(bytes) };
}
