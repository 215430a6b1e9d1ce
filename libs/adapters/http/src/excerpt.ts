import type { HttpCall } from '@evenkeel/ports';
import type { RawAnswer } from './read-json.js';

const LONGEST = 200;

/**
 * The beginning of an error's body for a message, on one line. Providers like to quote the key they refuse, so
 * every value that we sent in a header, in the query or in a form is struck out first.
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
  return [...headers, ...query, ...secretsOfForm(call), ...secretsOfPair(call)].filter(
    (value) => value.length >= SHORTEST_SECRET,
  );
}

/** What a form says that is no secret, and that a message is clearer with. */
const PLAIN_FIELDS = ['grant_type', 'scope', 'audience', 'resource', 'client_id'];

/** As it was sent and as it was meant. */
function secretsOfForm({ headers, body }: HttpCall): string[] {
  if (body === undefined || !headers?.['content-type']?.includes('form-urlencoded')) return [];
  const secret = [...new URLSearchParams(body)].filter(([name]) => !PLAIN_FIELDS.includes(name));
  return secret.flatMap(([, value]) => [value, encodeURIComponent(value)]);
}

/** A name and its password travel as one text; within a grant, both encoded as in a form. */
function secretsOfPair({ headers }: HttpCall): string[] {
  const [, pair] = /^Basic (\S+)$/.exec(headers?.['authorization'] ?? '') ?? [];
  if (pair === undefined) return [];
  const [name = '', ...password] = Buffer.from(pair, 'base64').toString('utf8').split(':');
  const sent = password.join(':');
  return [name, sent, new URLSearchParams(`=${sent}`).get('') ?? ''];
}
