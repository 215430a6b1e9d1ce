import { doubleMetaphone } from 'double-metaphone';
import { lately } from './lately.js';
import { latinLetters } from './latin-letters.js';

/** No name has more; each of them may have two codes. */
const MOST_WORDS = 8;

/**
 * How a text sounds, in two ways that are one where it sounds one way only: the codes of its words (Double Metaphone,
 * L. Philips, 2000) in alphabetical order. Cyrillic and Greek are read as Latin letters; a word of another script is its own code.
 */
export function phoneticCodes(text: string): readonly string[] {
  const words = (latinLetters(text).match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).slice(0, MOST_WORDS);
  const codes = words.map(codesOf);
  const first = inOrder(codes.map(([code]) => code));
  if (first === '') return [];
  if (codes.every(([code, other]) => code === other)) return [first];
  const second = inOrder(codes.map(([, code]) => code));
  return first === second ? [first] : [first, second];
}

function inOrder(codes: readonly string[]): string {
  return codes.toSorted().join(' ');
}

const codesOf = lately((word): readonly [string, string] => {
  const [first, second] = doubleMetaphone(word);
  return first === '' ? [word, word] : [first, second === '' ? first : second];
});
