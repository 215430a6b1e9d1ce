import { SyncError } from '@evenkeel/domain';
import type { HttpCall } from '@evenkeel/ports';

/** Too short a value would strike out half the message, and is no secret worth the name. */
const SHORTEST_SECRET = 6;
const STRUCK_OUT = '***';

/** The text without any value that the call was sent with in a header, in the query or in a form, and without its secrets. */
export function strikeOut(text: string, call: HttpCall): string {
  return without(text, [...secretsOf(call), ...sentIn(call)]);
}

/** The error with a message that shows none of the secrets of the call, as they are or as they travel. */
export function withoutSecrets(error: unknown, call: HttpCall): unknown {
  if (!(error instanceof SyncError) || call.secrets === undefined) return error;
  const message = without(error.message, secretsOf(call));
  if (message === error.message) return error;
  const { code, waitMs, waitHeader, status } = error;
  return new SyncError(code, message, {
    ...(waitMs !== undefined && { waitMs }),
    ...(waitHeader !== undefined && { waitHeader }),
    ...(status !== undefined && { status }),
  });
}

/** The longest first: what is left of one whose part is struck out would stay. */
function without(text: string, secrets: readonly string[]): string {
  return [...new Set(secrets)]
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .sort((one, other) => other.length - one.length)
    .reduce((rest, secret) => rest.replaceAll(secret, STRUCK_OUT), text);
}

function secretsOf({ secrets = [] }: HttpCall): readonly string[] {
  return secrets.flatMap(waysToWrite);
}

/** As it is, as in an address, as in a form, as in JSON, and as in Base64 with and without its padding. */
function waysToWrite(secret: string): readonly string[] {
  const base64 = Buffer.from(secret).toString('base64');
  return [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams({ '': secret }).toString().slice(1),
    JSON.stringify(secret).slice(1, -1),
    base64,
    base64.replace(/=+$/, ''),
  ];
}

function sentIn(call: HttpCall): readonly string[] {
  const headers = Object.values(call.headers ?? {}).flatMap((value) => [value, ...value.split(' ')]);
  const query = [...(URL.parse(call.url)?.searchParams.values() ?? [])];
  return [...headers, ...query, ...secretsOfForm(call), ...secretsOfPair(call)];
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
