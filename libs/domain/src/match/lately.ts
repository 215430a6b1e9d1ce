/** Texts that one half of it holds. */
const MOST = 4_096;
/** Of those that one half takes in, one of so many has to come again. */
const LEAST_AGAIN = 4;
/** So many halves are gone by before it is looked at again whether texts come again. */
const REST = 16;

/**
 * Asks for what is found of a text once as long as the text comes again: names, streets and cities do. It holds twice so many texts at
 * most, however many come: those that were not asked for lately are forgotten. Where hardly any comes again, as mailboxes, none is held
 * for a while: holding them takes longer than most of what is found.
 */
export function lately<Found extends string | object>(
  find: (text: string) => Found,
  most = MOST,
): (text: string) => Found {
  let young = new Map<string, Found>();
  let old = new Map<string, Found>();
  let again = 0;
  let resting = 0;
  return (text) => {
    if (resting > 0) {
      resting -= 1;
      return find(text);
    }
    const known = young.get(text);
    if (known !== undefined) {
      again += 1;
      return known;
    }
    const kept = old.get(text);
    if (kept !== undefined) again += 1;
    if (young.size >= most) {
      old = young;
      young = new Map();
      if (again * LEAST_AGAIN < most) {
        resting = most * REST;
        old = new Map();
      }
      again = 0;
    }
    const found = kept ?? find(text);
    young.set(text, found);
    return found;
  };
}
