/** Where a call goes, fit for a message: no query, for keys travel there, and no user part. */
export function placeOf(url: string): string {
  const parsed = URL.parse(url);
  return parsed === null ? 'an invalid address' : `${parsed.origin}${parsed.pathname}`;
}

/** The host of an address, with its port where it names one. */
export function hostOf(url: string): string {
  return URL.parse(url)?.host ?? 'an invalid address';
}
