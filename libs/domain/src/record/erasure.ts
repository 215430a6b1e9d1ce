import type { ReferenceState } from './reference.js';

/**
 * What stands for the content of a record whose values were erased: no reading has this hash, so that one that says something can
 * be told from it wherever a reference is read. Nil stands for content that is not known.
 */
export const ERASED_HASH = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Why a reference is inactive whose values a person had erased, or allowed again since. */
export const ERASED = 'erased';
export const UNERASED = 'unerased';

const ERASED_CONTENT = ERASED_HASH.replaceAll('-', '');

/** Whether nothing of the record that the provider has under this id is to be kept. */
export function isErased(reference: Pick<ReferenceState, 'contentHash'> | undefined): boolean {
  return reference?.contentHash === ERASED_CONTENT;
}

/** What a request to erase a record leaves for good: ids, counts and who asked. Times are ISO 8601. */
export interface RecordErasure {
  /** Of the record from then on. */
  readonly version: number;
  readonly at: string;
  readonly actor: string;
  readonly reason: string | null;
  /** Since when its providers' values are kept again, and who allowed it; null: they are not. */
  readonly liftedAt: string | null;
  readonly liftedBy: string | null;
}
