/** Texts that one half of it holds. */
const MOST = 4_096;

/**
 * Asks for what is found of a text once as long as the text comes again: names, streets and cities do. It holds twice so many texts at
 * most, however many come: those that were not asked for lately are forgotten.
 */
export function lately<Found extends string | object>(
  find: (text: string) => Found,
  most = MOST,
): (text: string) => Found {
  let young = new Map<string, Found>();
  let old = new Map<string, Found>();
  return (text) => {
    const known = young.get(text);
    if (known !== undefined) return known;
    const found = old.get(text) ?? find(text);
    if (young.size >= most) {
      old = young;
      young = new Map();
    }
    young.set(text, found);
    return found;
  };
}
