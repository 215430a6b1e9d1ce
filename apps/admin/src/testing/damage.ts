type Path = readonly (string | number)[];

/** Every place in a value, and in each of its objects a name that is not there. */
function placesIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Object.entries(value).flatMap(([name, part]) =>
    placesIn(part, [...path, Array.isArray(value) ? Number(name) : name]),
  );
  return [path, ...inner, [...path, 'other']];
}

/** Stands where the other text comes. */
const HERE = '\u2603 here \u2603';

/** JSON text of `value` with `other` in one of its places, which `pick` (0 to 1) chooses. */
export function damaged(value: unknown, pick: number, other: string): string {
  const places = placesIn(value);
  const path = places[Math.min(Math.floor(pick * places.length), places.length - 1)] ?? [];
  const last = path.at(-1);
  if (last === undefined) return other;
  const copy = structuredClone(value) as Record<string | number, unknown>;
  let at = copy;
  for (const name of path.slice(0, -1)) at = at[name] as Record<string | number, unknown>;
  at[last] = HERE;
  return JSON.stringify(copy).replace(`"${HERE}"`, () => other);
}
