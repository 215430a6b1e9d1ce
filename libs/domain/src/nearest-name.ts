import { distance } from 'fastest-levenshtein';

/** The one that was meant, where a name that is not there differs from it by a slip or two (Levenshtein); undefined: none is near. */
export function nearestName(given: string, names: readonly string[]): string | undefined {
  if (given.length > LONGEST) return undefined;
  const wanted = given.toLowerCase();
  const near = names
    .map((name) => ({ name, slips: distance(wanted, name.toLowerCase()) }))
    .filter(({ name, slips }) => isSlip(slips, Math.min(name.length, given.length)))
    .toSorted((one, other) => one.slips - other.slips);
  return near[0]?.name;
}

/** One in three letters, or one of a short name. */
function isSlip(slips: number, length: number): boolean {
  return slips < length && slips <= Math.max(1, Math.floor(length / 3));
}

/** A longer name is no slip of any. */
const LONGEST = 200;
