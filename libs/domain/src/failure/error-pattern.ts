import { storableText } from '../json-text/unstorable-text.js';

/** Messages that differ only later than this are one. */
const MAX_LENGTH = 300;
const STANDS_FOR_ANYTHING = '*';

/**
 * A message without what differs from record to record: quoted values, and every word that holds a digit (numbers, times,
 * ids). Errors of one cause then read alike and make one group. A pattern is its own pattern.
 */
export function errorPattern(message: string): string {
  const words = storableText(message.slice(0, MAX_LENGTH))
    .replaceAll(/"[^"]*"|`[^`]*`|\u201c[^\u201d]*\u201d/g, STANDS_FOR_ANYTHING)
    .replaceAll(/[\p{L}\p{N}_:.-]+/gu, (word) => (/\p{N}/u.test(word) ? STANDS_FOR_ANYTHING : word));
  return withoutSingleQuotes(words);
}

/** Until none is left: what stood between two of them may have kept others apart. */
function withoutSingleQuotes(text: string): string {
  const shorter = text
    .replaceAll(/(?<![\p{L}\p{N}])'[^']*'(?![\p{L}\p{N}])/gu, STANDS_FOR_ANYTHING)
    .replaceAll(/\*(?:[\s,;]*\*)+/g, STANDS_FOR_ANYTHING);
  return shorter === text ? text : withoutSingleQuotes(shorter);
}
