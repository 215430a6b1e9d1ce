import { SyncError } from '../errors/sync-error.js';
import { schemeMeaning, type HmacSigning, type SecretSigning, type Signing } from './signing-scheme.js';
import type { WebhookRules } from './webhook-rules.js';

export type DeliveryHeaders = Readonly<Record<string, string | undefined>>;

/** What a delivery says for itself, before anything of it is believed. */
export interface HmacProof {
  readonly kind: 'hmac';
  readonly signing: HmacSigning;
  /** One of them has to fit. */
  readonly signatures: readonly string[];
  /** What is signed before and behind the raw bytes of the body. */
  readonly before: string;
  readonly behind: string;
  readonly id: string | null;
}

export interface SecretProof {
  readonly kind: 'secret';
  readonly signing: SecretSigning;
  /** What came in the header of the secret; null: it is in the body. */
  readonly secret: string | null;
  readonly id: string | null;
}

export interface NoProof {
  readonly kind: 'none';
  readonly id: string | null;
}

export type DeliveryProof = HmacProof | SecretProof | NoProof;

/** More of them make a sender cost more than a delivery is worth. */
const MOST_SIGNATURES = 10;

export function signingsOf({
  scheme,
  signing,
}: Pick<WebhookRules, 'scheme' | 'signing'>): readonly Signing[] {
  return schemeMeaning(scheme).signings ?? (signing === null ? [] : [signing]);
}

/**
 * By what a delivery is to be verified. Throws `request.bad_signature` where it has not the headers of the scheme, and where it was
 * sent too long ago, or in the future, by the clock of its sender.
 */
export function readProof(rules: WebhookRules, headers: DeliveryHeaders, now: Date): DeliveryProof {
  const wanted = signingsOf(rules);
  const signing = wanted.find((each) => headersOf(each).every((name) => headers[name] !== undefined));
  if (signing === undefined) {
    const names = wanted.map((each) => headersOf(each).join(', ')).join('; or ');
    throw new SyncError('request.bad_signature', `A delivery needs the headers ${names}`);
  }
  const id = signing.idHeader === null ? null : (headers[signing.idHeader] ?? null);
  if (signing.kind === 'none') return { kind: 'none', id };
  if (signing.kind === 'hmac') return hmacProof(signing, headers, { id, now, rules });
  const { header, prefix } = signing;
  const given = header === null ? null : (headers[header] ?? '');
  return { kind: 'secret', signing, secret: given === null ? null : behindPrefix(given, prefix), id };
}

function headersOf(signing: Signing): readonly string[] {
  if (signing.kind === 'none') return [];
  const { header, idHeader } = signing;
  if (signing.kind === 'secret') return header === null ? [] : [header];
  return [...new Set([idHeader, signing.timestampHeader, header].filter((name) => name !== null))];
}

function hmacProof(
  signing: HmacSigning,
  headers: DeliveryHeaders,
  { id, now, rules }: { readonly id: string | null; readonly now: Date; readonly rules: WebhookRules },
): HmacProof {
  const { header, separator, prefix, timestampHeader, timestampPrefix } = signing;
  const text = headers[header] ?? '';
  const parts = separator === null ? [text] : text.split(separator).map((part) => part.trim());
  const signatures = parts.filter((part) => part.startsWith(prefix)).map((part) => part.slice(prefix.length));
  if (signatures.length === 0 || signatures.length > MOST_SIGNATURES)
    throw new SyncError('request.bad_signature', `There is no signature in the header ${header}`);
  const isBeside = timestampHeader === header;
  const told = isBeside ? parts : timestampHeader === null ? [] : [headers[timestampHeader] ?? ''];
  const found = told.find((part) => part.startsWith(timestampPrefix))?.slice(timestampPrefix.length);
  if (timestampHeader !== null) assertLate(found ?? '', now, rules.replayWindowSeconds);
  const [before = '', behind = ''] = signing.signed
    .split('{body}')
    .map((part) => part.replace('{id}', () => id ?? '').replace('{timestamp}', () => found ?? ''));
  return { kind: 'hmac', signing, signatures, before, behind, id };
}

/** A text that is not behind its prefix fits no secret. */
function behindPrefix(text: string, prefix: string): string {
  return text.startsWith(prefix) ? text.slice(prefix.length) : '';
}

function assertLate(text: string, now: Date, windowSeconds: number): void {
  const sentAt = timeOf(text);
  if (sentAt !== undefined && Math.abs(now.getTime() - sentAt) <= windowSeconds * 1000) return;
  throw new SyncError('request.bad_signature', `The timestamp is not within ${windowSeconds} s of now`);
}

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)$/;

/** Seconds or milliseconds since 1970, or ISO 8601 with an offset. */
function timeOf(text: string): number | undefined {
  if (/^\d{1,11}$/.test(text)) return Number(text) * 1000;
  if (/^\d{12,14}$/.test(text)) return Number(text);
  const at = ISO.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}
