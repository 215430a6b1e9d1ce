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
  const [first, second] = [0, 1].map((at) =>
    codes
      .map((pair) => pair[at] as string)
      .toSorted()
      .join(' '),
  ) as [string, string];
  if (first === '') return [];
  return first === second ? [first] : [first, second];
}

const codesOf = lately((word): readonly [string, string] => {
  const [first, second] = doubleMetaphone(word);
  return first === '' ? [word, word] : [first, second === '' ? first : second];
});
