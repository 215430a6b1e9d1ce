import { SyncError } from '../errors/sync-error.js';
import type { TenantId } from '../ids.js';
import type { Role } from './role.js';

/** Bytes behind the two parts of a key, as base64url: the first is its public name, the second is secret. */
export const API_KEY_BYTES = { prefix: 9, secret: 32 } as const;

/** By what scanners of repositories and logs recognise a key. */
const MARK = 'evk';
const FORM = /^evk_([\w-]{12})_[\w-]{43}$/;

export interface ApiKey {
  readonly id: string;
  readonly tenantId: TenantId;
  /** One for each live key of a tenant. */
  readonly name: string;
  /** What is shown of it, and by what it is found. */
  readonly prefix: string;
  readonly role: Role;
  readonly createdBy: string;
  readonly createdAt: Date;
  /** Null: never. */
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  /** When a request came with it, give or take five minutes; null: none has. */
  readonly lastUsedAt: Date | null;
}

export function composeApiKey(prefix: string, secret: string): string {
  return `${MARK}_${prefix}_${secret}`;
}

/** The prefix of a text that has the form of a key; undefined: it has not. */
export function prefixOfKey(text: string): string | undefined {
  return FORM.exec(text)?.[1];
}

/** What was found of a presented key. */
export interface FoundKey<Key> {
  readonly key: Key | undefined;
  /** Whether the presented key is the one that was found. */
  readonly isSame: boolean;
  readonly now: Date;
}

/** The key that was found, where it is the one that was presented, and holds. Throws `request.unauthenticated`: only its holder is told what became of it. */
export function assertKeyHolds<Key extends Pick<ApiKey, 'name' | 'expiresAt' | 'revokedAt'>>({
  key,
  isSame,
  now,
}: FoundKey<Key>): Key {
  if (key === undefined || !isSame) throw new SyncError('request.unauthenticated', 'The key is not known');
  const { name, revokedAt, expiresAt } = key;
  if (revokedAt !== null) throw new SyncError('request.unauthenticated', `The key "${name}" was revoked`);
  if (expiresAt !== null && expiresAt <= now)
    throw new SyncError('request.unauthenticated', `The key "${name}" expired at ${expiresAt.toISOString()}`);
  return key;
}

const BEARER = /^bearer +(\S+)$/i;

/** The token of an `Authorization` header (RFC 6750, 2.1); undefined: it holds none. */
export function bearerToken(header: string | undefined): string | undefined {
  return BEARER.exec(header ?? '')?.[1];
}
