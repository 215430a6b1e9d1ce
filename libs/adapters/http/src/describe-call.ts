import type { HttpCall } from '@evenkeel/ports';
import { placeOf } from './place-of.js';

/** A call as messages name it. */
export type NamedCall = Pick<HttpCall, 'url' | 'told'>;

const LONGEST = 300;
/** Of parameters that people gave themselves. */
const SECRET_NAMES = /key|token|secret|passw|pwd|auth|sig|credential|session|code/i;

/**
 * The one place where a call is described: where it goes, and with which query, as far as its connector says that it may be told. By
 * that a person can make it by hand. Values whose names promise a secret are struck out all the same.
 */
export function describeCall({ url, told }: NamedCall): string {
  const place = placeOf(url);
  const shown = told === undefined ? null : URL.parse(told);
  // Where a redirect has led on, it is about another address.
  if (shown === null || shown.search === '' || placeOf(shown.href) !== place) return place;
  for (const name of new Set(shown.searchParams.keys()))
    if (SECRET_NAMES.test(name)) shown.searchParams.set(name, '***');
  const query = shown.search.length > LONGEST ? `${shown.search.slice(0, LONGEST)} ...` : shown.search;
  return `${place}${query}`;
}

/** 512 B, 50 kB, 32 MiB. */
export function sizeText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes >= 1_048_576) return `${Math.round(bytes / 104_857.6) / 10} MiB`;
  return `${Math.round(bytes / 100) / 10} kB`;
}
