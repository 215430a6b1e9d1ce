import type { JsonObject } from '../json.js';
import type { Problem } from '../errors/sync-error.js';
import type { Version } from '../record/version.js';

/** `deactivate`: the record stays at the provider, as one that is not in use. */
export const WRITE_KINDS = ['create', 'update', 'delete', 'deactivate'] as const;
export type WriteKind = (typeof WRITE_KINDS)[number];

/** Kinds after which the record is not written any more. */
export const ENDING_KINDS = ['delete', 'deactivate'] as const satisfies readonly WriteKind[];
export type EndingKind = (typeof ENDING_KINDS)[number];

export function isEnding(kind: WriteKind): kind is EndingKind {
  return ENDING_KINDS.some((ending) => ending === kind);
}

/** One record that is to be written to the provider. */
export interface WriteOperation {
  /** Names it among those of one call; the same whenever it is sent again. */
  readonly intentId: string;
  readonly kind: WriteKind;
  /** The provider's id; null exactly where the record is created. */
  readonly externalId: string | null;
  /** In the provider's shape. Create: the whole record; update: as {@link WriteAbilities.update} says; delete and deactivate: empty. */
  readonly data: JsonObject;
  /** The state that it was decided on, for a provider that checks it; null: not known. */
  readonly version: Version | null;
}

/** What became of one operation. */
export type WriteResult =
  | {
      readonly kind: 'written';
      readonly externalId: string;
      readonly version: Version | null;
      /** ISO 8601; null where the answer does not tell. */
      readonly modifiedAt: string | null;
      /** As the provider has it now; null where the answer does not tell. */
      readonly record: JsonObject | null;
      /** Fields of the local record that another writer may have changed in between, found by reading it before and after. */
      readonly between?: readonly string[];
    }
  /** What was to be deleted or changed is not there any more. */
  | { readonly kind: 'gone' }
  /** It will be carried out later: `token` asks what became of it. */
  | { readonly kind: 'accepted'; readonly token: string }
  /** The provider has another state than the one it was decided on, and took nothing. */
  | { readonly kind: 'moved' }
  /** `isApplied`: whether the provider may have taken it all the same. */
  | { readonly kind: 'failed'; readonly problem: Problem; readonly isApplied: 'no' | 'unknown' };

/** What the provider can do with writes to one stream. */
export interface WriteAbilities {
  /** How many operations of each kind one call takes, at least 1; a kind that is left out cannot be written. */
  readonly batchSizes: Readonly<Partial<Record<WriteKind, number>>>;
  /** Whether a call of several takes all of them or none. */
  readonly isAllOrNothing: boolean;
  /** `patch`: only the fields that are named change. `replace`: what is not named is removed. */
  readonly update: 'patch' | 'replace';
  /** Seconds for which a call with the same key is answered as the first one was; null: calls have no key. */
  readonly keyLifetimeSeconds: number | null;
  /** Whether each change of a record is refused where its version is another. */
  readonly checksVersion: boolean;
  readonly lookUp: LookUpAbility | null;
  /** What the answer to a write tells. */
  readonly answers: 'record' | 'id' | 'nothing';
}

/** The kinds that can be written. */
export function kindsOfWrites(abilities: WriteAbilities | undefined): readonly WriteKind[] {
  return WRITE_KINDS.filter((kind) => abilities?.batchSizes[kind] !== undefined);
}

/** How a record is found of which it is not known whether it was created. */
export interface LookUpAbility {
  /** `key`: by the key of the call, so that what is found is ours. `field`: by a field that it has alone. */
  readonly by: 'key' | 'field';
  /** Milliseconds after which what was written is found for certain; null: not known, so that absence never counts. */
  readonly settlesAfterMs: number | null;
}
