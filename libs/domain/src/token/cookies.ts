/**
 * The cookies that answers have set, by their names (RFC 6265, section 5.2), the last of a name. One that is set to end at once is taken
 * away. All go to one host, so that `Domain`, `Path` and `Secure` are not looked at.
 */
export function cookiesOf(
  setCookies: readonly string[],
  before: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const cookies = new Map(Object.entries(before));
  for (const text of setCookies) {
    const [pair = '', ...attributes] = text.split(';');
    const at = pair.indexOf('=');
    const name = pair.slice(0, Math.max(0, at)).trim();
    const value = pair.slice(at + 1).trim();
    if (name === '' || !IS_PAIR.test(`${name}=${value}`)) continue;
    if (endsAtOnce(attributes)) cookies.delete(name);
    else cookies.set(name, value);
  }
  return Object.fromEntries(cookies);
}

/** As a header `Cookie` has them; empty where there are none. */
export function cookieText(cookies: Readonly<Record<string, string>>): string {
  return Object.entries(cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');
}

/** What may stand in the header. */
const IS_PAIR = /^[\x21-\x3a\x3c\x3e-\x7e]+=[\x20-\x3a\x3c-\x7e]*$/;

function endsAtOnce(attributes: readonly string[]): boolean {
  return attributes.some((attribute) =>
    /^\s*(max-age\s*=\s*(-\d|0+\s*$)|expires\s*=.*\b19[67]\d\b)/i.test(attribute),
  );
}
