/**
 * What a derived record is known by in the reference set of its rule: the external id of its parent and, where one record has
 * several, the key behind a `#`. Escaped, so that no two pairs have the same text.
 */
export function pieceId(parent: string, key: string | null): string {
  return key === null ? escaped(parent) : `${escaped(parent)}#${key}`;
}

function escaped(parent: string): string {
  return parent.replace(/[%#]/g, (letter) => (letter === '#' ? '%23' : '%25'));
}
