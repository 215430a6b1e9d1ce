import {
  isJsonObject,
  parseJson,
  SHORTEST_SECRET,
  strikeOut,
  SyncError,
  waysToWrite,
} from '@evenkeel/domain';
import type { HttpCall } from '@evenkeel/ports';
import type { Authentication, CredentialBody } from './auth/way.js';
import type { PageBody, PageCall } from './request/page-call.js';

/** The call with what proves who makes it. */
export function withCredentials(
  { method, url, headers, body }: PageCall,
  authentication: Authentication,
): PageCall {
  const address = new URL(url);
  for (const [name, value] of Object.entries(authentication.query)) address.searchParams.set(name, value);
  const proven = authentication.body === undefined ? body : bodyWith(authentication.body, body);
  return {
    method: proven !== undefined && method === 'GET' ? 'POST' : method,
    url: address,
    headers: { ...headers, ...authentication.headers },
    ...(proven && { body: proven }),
  };
}

/** What the caller adds by itself at each attempt, and what it must not show. */
export function callerAdds({
  token,
  sign,
  tls,
  secrets,
}: Authentication): Pick<HttpCall, 'token' | 'sign' | 'tls' | 'secrets'> {
  return {
    ...(tls && { tls }),
    ...(token && { token }),
    ...(sign && { sign }),
    ...(secrets.length > 0 && { secrets }),
  };
}

/** Where there is none to put them into, they are the body. */
function bodyWith(added: CredentialBody, body: PageBody | undefined): PageBody {
  if (added.kind === 'json') {
    // Settings see to it that a body is an object where credentials go into it.
    const given = body === undefined ? {} : parseJson(body.text);
    const members = isJsonObject(given) ? { ...given, ...added.members } : added.members;
    return { text: JSON.stringify(members), contentType: 'application/json' };
  }
  const fields = new URLSearchParams(body?.text ?? '');
  for (const [name, value] of Object.entries(added.fields)) fields.set(name, value);
  return { text: fields.toString(), contentType: 'application/x-www-form-urlencoded' };
}

/** A next address may quote the key it was asked with; cursors are stored, so it is taken out. */
export function withoutSecrets(
  { query, secrets, token, sign }: Authentication,
  cursor: string | null,
): string | null {
  const url = cursor === null || secrets.length === 0 ? null : URL.parse(cursor);
  if (url === null) return cursor;
  const sent = { ...query, ...token?.sentAs?.query, ...sign?.query };
  const isSecret = (value: string) => value.length >= SHORTEST_SECRET && secrets.includes(value);
  const quoted = [...url.searchParams].filter(
    ([name, value]) => Object.hasOwn(sent, name) || isSecret(value),
  );
  if (quoted.length === 0) return cursor;
  for (const [name] of quoted) url.searchParams.delete(name);
  return url.href;
}

/** Passes on what `ask` gives; an error of it shows none of the credentials, whatever part of an answer it quotes. */
export async function hidingSecrets<T>({ secrets }: Authentication, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw error instanceof SyncError ? withoutThem(error, secrets) : error;
  }
}

/** The same error, for its class says how it goes on. */
function withoutThem(error: SyncError, secrets: readonly string[]): SyncError {
  const ways = secrets.filter(({ length }) => length >= SHORTEST_SECRET).flatMap(waysToWrite);
  const shown = (text: string) => strikeOut(text, ways);
  return Object.assign(error, { message: shown(error.message), stack: shown(error.stack ?? '') });
}
