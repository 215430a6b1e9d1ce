import { changedFields, changedSecrets } from './changed-fields.js';
import {
  nameText,
  type ConfigurationChange,
  type ConfigurationName,
  type ConfigurationProblem,
  type ConfigurationTerms,
  type DesiredObject,
  type StoredObject,
} from './configuration-object.js';
import { findConfigurationProblems } from './find-configuration-problems.js';
import { byKindAndName, orderObjects } from './order-objects.js';

export interface ConfigurationDecision {
  /** In the order in which they are to be made: what others need first, removals last. */
  readonly changes: readonly ConfigurationChange[];
  /** With one of them nothing is changed. */
  readonly problems: readonly ConfigurationProblem[];
  /** How many documents say what is there already. */
  readonly unchanged: number;
  /** What the set holds and no document names, where that is not asked to go. */
  readonly left: readonly ConfigurationName[];
}

/** What has to be changed for what is there to be what the documents say. What those are about that cannot be read stays. */
export function decideConfiguration(
  desired: readonly DesiredObject[],
  stored: readonly StoredObject[],
  terms: ConfigurationTerms,
  unreadable: readonly ConfigurationName[] = [],
): ConfigurationDecision {
  const found = new Map(stored.map((object) => [nameText(object), object]));
  const named = new Set([...desired, ...unreadable].map(nameText));
  const unnamed = stored.filter((object) => !named.has(nameText(object)));
  const unwanted = unnamed.filter(({ managedBy }) => terms.set !== null && managedBy === terms.set);
  const leaving = terms.prune ? unwanted : [];
  const staying = unnamed.filter((object) => !leaving.includes(object));
  const first = new Map(desired.toReversed().map((object) => [nameText(object), object]));
  const order = orderObjects<DesiredObject | StoredObject>([...staying, ...first.values()]);
  const wanted = order.ordered.filter((object) => 'document' in object);
  const changes = wanted.flatMap((object) => changeOf(object, found.get(nameText(object)), terms) ?? []);
  return {
    changes: [...changes, ...removalsOf(leaving)],
    problems: findConfigurationProblems({
      ...{ desired, unreadable, found, staying, leaving, terms },
      cycles: order.cycles,
    }),
    unchanged: wanted.length - changes.length,
    left: terms.prune ? [] : unwanted.toSorted(byKindAndName).map(({ kind, name }) => ({ kind, name })),
  };
}

function changeOf(
  { kind, name, spec, document, secrets }: DesiredObject,
  stored: StoredObject | undefined,
  { set, force }: ConfigurationTerms,
): ConfigurationChange | undefined {
  const wasManagedBy = stored?.managedBy ?? null;
  const managedBy = set ?? (force ? null : wasManagedBy);
  const named = { kind, name, document, wasManagedBy, managedBy };
  if (stored === undefined) {
    const given = secrets.map(({ path }) => path).sort();
    return { ...named, action: 'add', fields: changedFields({}, spec), secrets: given };
  }
  const fields = changedFields(stored.spec, spec);
  const given = changedSecrets(stored.secrets, secrets);
  if (fields.length > 0 || given.length > 0) return { ...named, action: 'change', fields, secrets: given };
  if (managedBy === wasManagedBy) return undefined;
  return { ...named, action: managedBy === null ? 'release' : 'adopt', fields, secrets: given };
}

/** What needs others goes before them. */
function removalsOf(leaving: readonly StoredObject[]): readonly ConfigurationChange[] {
  return orderObjects(leaving)
    .ordered.toReversed()
    .map(({ kind, name, managedBy }) => ({
      ...{ kind, name, action: 'remove', document: null, fields: [], secrets: [] },
      ...{ wasManagedBy: managedBy, managedBy: null },
    }));
}
