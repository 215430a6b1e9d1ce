import { createHash, createHmac } from 'node:crypto';
import { fillNames, namesIn } from '@evenkeel/domain';
import type { CallSigning, HttpCall } from '@evenkeel/ports';

/** What is new in each attempt. */
export interface SigningMoment {
  readonly now: Date;
  readonly nonce: string;
}

/** The attempt with its signature: made of exactly what is sent, and good for this moment only. */
export function signedCall(call: HttpCall, moment: SigningMoment): HttpCall {
  const { sign } = call;
  if (sign === undefined) return call;
  const url = new URL(call.url);
  const basis = { ...sign.values, ...valuesOfCall(call, sign, moment) };
  // One that a hop before has signed is signed anew.
  for (const name of Object.keys(sign.query)) url.searchParams.delete(name);
  putQuery(url, entriesOf(sign.query, false), basis);
  const values = { ...basis, ...valuesOfAddress(url) };
  const signature = signatureOf(fillNames(sign.text, values), sign);
  const all = { ...values, signature };
  putQuery(url, entriesOf(sign.query, true), all);
  const headers = Object.entries(sign.headers).map(([name, text]) => [name, fillNames(text, all)]);
  return {
    ...call,
    url: url.href,
    headers: { ...call.headers, ...(Object.fromEntries(headers) as Record<string, string>) },
    secrets: [...(call.secrets ?? []), signature],
  };
}

type Values = Readonly<Record<string, string>>;

const TIMESTAMPS: Readonly<Record<CallSigning['timestamp'], (now: Date) => string>> = {
  seconds: (now) => String(Math.floor(now.getTime() / 1000)),
  ms: (now) => String(now.getTime()),
  iso: (now) => now.toISOString(),
};

function valuesOfCall(
  { method, body = '' }: HttpCall,
  { timestamp, bodyHash }: CallSigning,
  { now, nonce }: SigningMoment,
): Values {
  const hashed = createHash(bodyHash.algorithm).update(body, 'utf8').digest(bodyHash.encoding);
  return { method, body, bodyHash: hashed, timestamp: TIMESTAMPS[timestamp](now), nonce };
}

function valuesOfAddress(url: URL): Values {
  const query = url.search.slice(1);
  const sortedQuery = query === '' ? '' : query.split('&').sort().join('&');
  return { url: url.href, host: url.host, path: url.pathname, query, sortedQuery };
}

function entriesOf(texts: Values, areSigned: boolean): readonly (readonly [string, string])[] {
  return Object.entries(texts).filter(([, text]) => namesIn(text).includes('signature') === areSigned);
}

/** At the end, where some providers want the signature to be. */
function putQuery(url: URL, entries: readonly (readonly [string, string])[], values: Values): void {
  for (const [name, text] of entries) url.searchParams.append(name, fillNames(text, values));
}

function signatureOf(text: string, { algorithm, encoding, key, keyEncoding }: CallSigning): string {
  const bytes = Buffer.from(key, keyEncoding === 'text' ? 'utf8' : keyEncoding);
  return createHmac(algorithm, bytes).update(text, 'utf8').digest(encoding);
}
