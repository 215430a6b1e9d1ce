import { CONFIGURATION_KINDS, nameText, type ConfigurationObject } from './configuration-object.js';
import { needsOf } from './needs-of.js';

export interface ObjectOrder<Ordered> {
  /** Each after what it needs, else by kind and name. */
  readonly ordered: readonly Ordered[];
  /** Those that come before themselves, each as the path that leads back to it. */
  readonly cycles: readonly (readonly Ordered[])[];
}

/** Puts each after those of them that it needs; the order in which they are given does not matter. */
export function orderObjects<Ordered extends ConfigurationObject>(
  objects: readonly Ordered[],
): ObjectOrder<Ordered> {
  const byName = new Map(objects.toSorted(byKindAndName).map((object) => [nameText(object), object]));
  const ordered = new Set<Ordered>();
  const cycles: (readonly Ordered[])[] = [];
  const visit = (object: Ordered, path: readonly Ordered[]): void => {
    if (ordered.has(object)) return;
    if (path.includes(object)) {
      cycles.push(path.slice(path.indexOf(object)));
      return;
    }
    for (const need of needsOf(object)) {
      const needed = byName.get(nameText(need));
      if (needed !== undefined) visit(needed, [...path, object]);
    }
    ordered.add(object);
  };
  for (const object of byName.values()) visit(object, []);
  return { ordered: [...ordered], cycles };
}

export function byKindAndName(one: ConfigurationObject, other: ConfigurationObject): number {
  const kinds = CONFIGURATION_KINDS.indexOf(one.kind) - CONFIGURATION_KINDS.indexOf(other.kind);
  if (kinds !== 0) return kinds;
  return one.name < other.name ? -1 : one.name > other.name ? 1 : 0;
}
