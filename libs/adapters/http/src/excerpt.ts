import type { HttpCall } from '@evenkeel/ports';
import type { RawAnswer } from './read-content.js';
import { withoutCredentials } from './secrets-of.js';

const LONGEST = 200;

/**
 * The beginning of an error's body for a message, on one line. Providers like to quote the key they refuse, so
 * every value that we sent in a header, in the query or in a form is struck out first.
 */
export function excerptOf(raw: RawAnswer, call: HttpCall): string {
  if (/html/i.test(raw.headers['content-type'] ?? '')) return ' with a page in HTML';
  const line = quoted(raw.body.toString('utf8', 0, 4 * LONGEST), call);
  return line === '' ? '' : `: ${line}`;
}

/** What a provider says, for a message: short, on one line, and without what it was sent. */
export function quoted(text: string, call: HttpCall): string {
  const line = withoutCredentials(text, call)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)} ...` : line;
}
