import { contentOf, differsFromStored } from '../change/watch-entries.js';
import type { IdentifiedInput, KnownContent } from '../change/decision.js';
import { externalIdOf, type PreparedRecord } from '../record/prepare-record.js';
import type { ReferenceState } from '../record/reference.js';
import { isForeseen } from './bucket.js';
import { goneTarget, versionTarget } from './follow-plan.js';
import { ENTRY_BYTES, entryKey, shortTarget, unpackEntry } from './plan-entry.js';

/** A slot holds a key of 8 bytes and a target of 6, in four words of 4. */
const WORDS = 4;
const FEWEST_WORDS = 64 * WORDS;
const DIGITS_A_WORD = 8;
/** Behind the target of a record that is gone, where a target leaves room. */
const GONE = '0001';

/**
 * What pages of a listing have said of the records that they did not write: in a plan, or of an inventory whose details are yet to be
 * read. It grows page by page, with open addressing, by 22 to 44 bytes for each record that is new or has changed.
 */
export class SaidEntries {
  private slots = new Uint32Array(FEWEST_WORDS);
  private count = 0;

  /** Takes the packed entries of one more page; of an id that came before the first counts, unless its record was gone in between. */
  add(packed: Uint8Array): void {
    for (let start = 0; start + ENTRY_BYTES <= packed.length; start += ENTRY_BYTES) {
      const { bucket, key, target } = unpackEntry(packed, start);
      if (target === null || !isForeseen(bucket)) continue;
      const rest = bucket === 'inactive_candidate' ? GONE : '';
      this.put([...wordsOf(key), ...wordsOf(`${target}${rest}`.padEnd(2 * DIGITS_A_WORD, '0'))]);
    }
  }

  /** The target of the entry that counts for this key; undefined: no page had one that would be carried out. */
  find(key: string): string | undefined {
    const at = this.placeOf(wordsOf(key));
    if (this.isFree(at)) return undefined;
    const digits = [2, 3].map((word) =>
      (this.slots[at + word] ?? 0).toString(16).padStart(DIGITS_A_WORD, '0'),
    );
    return shortTarget(digits.join(''));
  }

  /** What it takes of memory. */
  get bytes(): number {
    return this.slots.byteLength;
  }

  private put(words: readonly number[]): void {
    const at = this.placeOf(words);
    const isFree = this.isFree(at);
    if (!isFree && !isGone(words) && !isGone(this.slots.subarray(at, at + WORDS))) return;
    this.slots.set(words, at);
    if (isFree) this.count += 1;
    if (this.count * WORDS * 4 > this.slots.length * 3) this.grow();
  }

  private grow(): void {
    const before = this.slots;
    this.slots = new Uint32Array(before.length * 2);
    for (let at = 0; at !== before.length; at += WORDS) {
      const words = before.subarray(at, at + WORDS);
      if (words.some((word) => word !== 0)) this.slots.set(words, this.placeOf([...words]));
    }
  }

  /** Where a key is, or would be. */
  private placeOf([high = 0, low = 0]: readonly number[]): number {
    const { length } = this.slots;
    let at = (high % (length / WORDS)) * WORDS;
    while (!this.isFree(at) && (this.slots[at] !== high || this.slots[at + 1] !== low))
      at = (at + WORDS) % length;
    return at;
  }

  /** A target is never nothing but zeros. */
  private isFree(at: number): boolean {
    return !this.slots[at + 2] && !this.slots[at + 3];
  }
}

function isGone(words: readonly number[] | Uint32Array): boolean {
  return (words[WORDS - 1] ?? 0) % 2 === 1;
}

function wordsOf(digits: string): readonly number[] {
  return [0, DIGITS_A_WORD].map((from) => parseInt(digits.slice(from, from + DIGITS_A_WORD), 16));
}

/** What a record would become, cut short; null where nothing is known of it. */
export function targetOf(prepared: PreparedRecord, digest: (text: string) => string): string | null {
  if (prepared.kind === 'gone') return goneTarget(digest);
  if (prepared.kind === 'listed') return versionTarget(prepared.version, digest);
  return prepared.kind === 'ready' ? shortTarget(prepared.write.contentHash) : null;
}

/**
 * Whether an earlier page said something else of the record of an entry. What it would have written is among these entries; where it is
 * not, it found the record as it is stored, if it named it at all.
 */
export function saysOtherwise(
  said: Pick<SaidEntries, 'find'>,
  wasListed: (reference: ReferenceState) => boolean,
  digest: (text: string) => string,
): (entry: IdentifiedInput) => boolean {
  return (entry) => {
    const { prepared, source } = entry;
    if (source?.overlap === true || contentOf(prepared) === null) return false;
    const before = said.find(entryKey(externalIdOf(prepared), digest));
    // What comes after its record was gone is made anew.
    if (before === goneTarget(digest)) return false;
    if (before !== undefined) return before !== targetOf(prepared, digest);
    return differsFromStored(entry) && wasListed(entry.known.reference!);
  };
}

/**
 * What earlier pages of a plan would have left of the record of an entry; undefined: what is stored, as far as it matters. It tells whether
 * the record would be there, and nothing of what it would hold.
 */
export function leftBySaid(
  said: Pick<SaidEntries, 'find'>,
  digest: (text: string) => string,
): (entry: IdentifiedInput) => KnownContent | undefined {
  const gone = goneTarget(digest);
  return ({ prepared, known: { content } }) => {
    const before = said.find(entryKey(externalIdOf(prepared), digest));
    if (before === undefined || (before !== gone && prepared.kind !== 'gone')) return undefined;
    return { ...(content ?? NEW_WITH_THE_PLAN), inactive: before === gone };
  };
}

const NEW_WITH_THE_PLAN: KnownContent = { contentHash: '', version: null, modifiedAt: null, observedAt: '' };
