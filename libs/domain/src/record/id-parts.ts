/**
 * The id of a record that only several values name: its parts, joined by slashes as a JSON pointer joins names (RFC 6901), so that no other
 * parts give the same id. A single part is the id as it is.
 */
export function joinIdParts(parts: readonly string[]): string {
  if (parts.length === 1) return parts.join('');
  return parts.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1')).join('/');
}

/** The parts of an id that has so many; undefined where it has not. */
export function splitIdParts(id: string, count: number): readonly string[] | undefined {
  if (count === 1) return [id];
  const parts = id.split('/').map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  return parts.length === count ? parts : undefined;
}
