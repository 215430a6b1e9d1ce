import type { ReferenceState } from './reference.js';

/** Nil stands for content that is not known: no reading has this hash. */
const UNKNOWN_CONTENT = '0'.repeat(32);

/** Whether what the provider says is to be read as if for the first time, because its record was parted from another one. */
export function isUnread({ contentHash }: Pick<ReferenceState, 'contentHash'>): boolean {
  return contentHash === UNKNOWN_CONTENT;
}
