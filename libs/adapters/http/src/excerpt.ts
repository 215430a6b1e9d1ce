import type { HttpCall } from '@evenkeel/ports';
import type { RawAnswer } from './read-json.js';

const LONGEST = 200;

/**
 * The beginning of an error's body for a message, on one line. Providers like to quote the key they refuse, so
 * every value that we sent in a header or in the query is struck out first.
 */
export function excerptOf(raw: RawAnswer, call: HttpCall): string {
  if (/html/i.test(raw.headers['content-type'] ?? '')) return ' with a page in HTML';
  const text = raw.body.toString('utf8', 0, 4 * LONGEST);
  const line = strikeOut(text, secretsOf(call))
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  if (line === '') return '';
  return `: ${line.length > LONGEST ? `${line.slice(0, LONGEST)} ...` : line}`;
}

function strikeOut(text: string, secrets: readonly string[]): string {
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
}

/** Too short a value would strike out half the message, and is no secret worth the name. */
const SHORTEST_SECRET = 6;

function secretsOf(call: HttpCall): string[] {
  const headers = Object.values(call.headers ?? {}).flatMap((value) => [value, ...value.split(' ')]);
  const query = [...(URL.parse(call.url)?.searchParams.values() ?? [])];
  return [...headers, ...query].filter((value) => value.length >= SHORTEST_SECRET);
}
