import { strikeOut, SyncError, waysToWrite } from '@evenkeel/domain';
import type { HttpCall } from '@evenkeel/ports';

/** The text without any value that the call was sent with in a header, in the query or in a form, and without its secrets. */
export function withoutCredentials(text: string, call: HttpCall): string {
  return strikeOut(text, [...secretsOf(call), ...sentIn(call)]);
}

/** The error with a message that shows none of the secrets of the call, as they are or as they travel. */
export function withoutSecrets(error: unknown, call: HttpCall): unknown {
  if (!(error instanceof SyncError) || call.secrets === undefined) return error;
  const message = strikeOut(error.message, secretsOf(call));
  if (message === error.message) return error;
  const { code, waitMs, waitHeader, status } = error;
  return new SyncError(code, message, {
    ...(waitMs !== undefined && { waitMs }),
    ...(waitHeader !== undefined && { waitHeader }),
    ...(status !== undefined && { status }),
  });
}

function secretsOf({ secrets = [] }: HttpCall): readonly string[] {
  return secrets.flatMap(waysToWrite);
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
