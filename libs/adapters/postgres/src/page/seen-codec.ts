import { OUTCOMES, outcomesThat, type Outcome } from '@evenkeel/domain';
import type { SeenRecord } from '@evenkeel/ports';

/**
 * `page_result.seen` holds one number for each input: the id of its external reference (0: none), shifted by so many bits,
 * and the code of its outcome below it. Ids stay below 2^47: the number passes through a double on its way.
 */
const CODE_BITS = 6;
const MOST_CODES = 2 ** CODE_BITS;

/** The code of each outcome is its place in the table of the domain, to which outcomes are only appended. */
const CODES = numbered(OUTCOMES);

export function packSeen({ referenceId, outcome }: SeenRecord): number {
  return Number(referenceId ?? 0) * MOST_CODES + CODES[outcome];
}

export function unpackSeen(entry: string): SeenRecord {
  const packed = BigInt(entry);
  const referenceId = packed >> BigInt(CODE_BITS);
  const outcome = OUTCOMES[Number(packed & BigInt(MOST_CODES - 1))];
  if (outcome === undefined) throw new Error(`${entry} is no entry of page_result.seen`);
  return { referenceId: referenceId === 0n ? null : String(referenceId), outcome };
}

/** The references in an array of entries, as Postgres writes it; what has none is left out, and what the entry says is gone. */
export function referencesSeen(array: string): number[] {
  const ids: number[] = [];
  for (const entry of array.slice(1, -1).split(',')) {
    const packed = Number(entry);
    const id = Math.floor(packed / MOST_CODES);
    if (id > 0 && !GONE.includes(packed % MOST_CODES)) ids.push(id);
  }
  return ids;
}

/** Codes of what says that a record is gone. */
const GONE = outcomesThat(({ makesInactive }) => makesInactive).map(codeOfOutcome);

export function codeOfOutcome(outcome: Outcome): number {
  return CODES[outcome];
}

/** The reference id in an entry, in SQL. */
export function referenceIn(entry: string): string {
  return `${entry} >> ${CODE_BITS}`;
}

/** The outcome code in an entry, in SQL. */
export function codeIn(entry: string): string {
  return `${entry} & ${MOST_CODES - 1}`;
}

/** Whether the entry says that its record is gone, in SQL. */
export function isGoneIn(entry: string): string {
  return `${codeIn(entry)} in (${GONE.join(', ')})`;
}

/** Throws where there are more names than codes: the next one would be read as another reference id. */
export function numbered<Name extends string>(names: readonly Name[]): Readonly<Record<Name, number>> {
  if (names.length > MOST_CODES) {
    throw new Error(
      `${names.length} outcomes do not fit into the ${CODE_BITS} bits of an entry of page_result.seen`,
    );
  }
  return Object.fromEntries(names.map((name, code) => [name, code])) as Record<Name, number>;
}
