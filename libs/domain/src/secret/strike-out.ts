/** Too short a text would strike out half the message, and is no secret worth the name. */
export const SHORTEST_SECRET = 6;
export const STRUCK_OUT = '***';

/** The text without any of these as they stand; `shortest`: shorter ones stay. */
export function strikeOut(text: string, found: readonly string[], shortest = SHORTEST_SECRET): string {
  // The longest first: what is left of one whose part is struck out would stay.
  return [...new Set(found)]
    .filter((each) => each.length >= Math.max(1, shortest))
    .sort((one, other) => other.length - one.length)
    .reduce((rest, each) => rest.replaceAll(each, STRUCK_OUT), text);
}

/** A secret as it is, as in an address, as in a form, as in JSON, and as in Base64 with and without its padding. */
export function waysToWrite(secret: string): readonly string[] {
  const base64 = Buffer.from(secret).toString('base64');
  return [
    secret,
    // What is no text of Unicode travels with its broken parts replaced.
    encodeURIComponent(Buffer.from(secret).toString()),
    new URLSearchParams({ '': secret }).toString().slice(1),
    JSON.stringify(secret).slice(1, -1),
    base64,
    base64.replaceAll('=', ''),
  ];
}
