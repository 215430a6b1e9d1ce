import { canonicalText } from '../json-text/canonical-text.js';
import { nearestName } from '../nearest-name.js';
import { changedFields, changedSecrets } from './changed-fields.js';
import {
  nameText,
  STORED_SECRET,
  type ConfigurationName,
  type ConfigurationObject,
  type ConfigurationProblem,
  type ConfigurationTerms,
  type DesiredObject,
  type StoredObject,
} from './configuration-object.js';
import { identityOf, needsOf } from './needs-of.js';

export interface Considered {
  readonly desired: readonly DesiredObject[];
  /** What documents are about of which no more can be told. */
  readonly unreadable: readonly ConfigurationName[];
  /** What is there, by kind and name. */
  readonly found: ReadonlyMap<string, StoredObject>;
  /** What is there, stays, and no document names. */
  readonly staying: readonly StoredObject[];
  readonly leaving: readonly StoredObject[];
  readonly terms: ConfigurationTerms;
  readonly cycles: readonly (readonly ConfigurationObject[])[];
}

/** Everything that is wrong, not only the first of it. */
export function findConfigurationProblems(all: Considered): readonly ConfigurationProblem[] {
  const documents = all.desired.flatMap((object) => {
    const stored = all.found.get(nameText(object));
    return [
      ...twice(object, all.desired),
      ...(stored === undefined ? placeholders(object) : ofStored(object, stored, all.terms)),
      ...missing(object, all),
    ];
  });
  return [
    ...documents,
    ...all.cycles.map((cycle) => ofCycle(cycle)),
    ...all.leaving.flatMap((object) => stillNeeded(object, all)),
  ];
}

function problemOf(
  { document, kind, name }: DesiredObject,
  path: string,
  [message, remedy]: readonly [string, string],
): ConfigurationProblem {
  return { document, about: { kind, name }, path, message, remedy };
}

function twice(object: DesiredObject, desired: readonly DesiredObject[]): readonly ConfigurationProblem[] {
  const first = desired.find((other) => nameText(other) === nameText(object));
  if (first === object || first === undefined) return [];
  const says = `There is a document of ${nameText(object)} before this one`;
  return [problemOf(object, 'metadata.name', [says, 'Write one document of each, or choose another name.'])];
}

function placeholders(object: DesiredObject): readonly ConfigurationProblem[] {
  return object.secrets
    .filter(({ reference }) => reference === STORED_SECRET)
    .map(({ path }) => notStored(object, path));
}

function notStored(object: DesiredObject, path: string): ConfigurationProblem {
  const says = `\`${STORED_SECRET}\` stands for a secret that is stored, and none is stored here`;
  return problemOf(object, path, [says, 'Give a reference in its place: env:NAME or file:PATH.']);
}

function ofStored(
  object: DesiredObject,
  stored: StoredObject,
  { set, force }: ConfigurationTerms,
): readonly ConfigurationProblem[] {
  const is = identityOf(stored);
  const fixed = Object.entries(identityOf(object)).filter(([path, value]) => !isSame(value, is[path]));
  const kept = new Set(stored.secrets.map(({ path }) => path));
  const isOther =
    changedFields(stored.spec, object.spec).length > 0 ||
    changedSecrets(stored.secrets, object.secrets).length > 0;
  const { managedBy } = stored;
  const isForeign = managedBy !== null && managedBy !== set && (isOther || set !== null) && !force;
  return [
    ...fixed.map(([path]) =>
      problemOf(object, `spec.${path}`, [
        `The ${path} of a ${object.kind} cannot be changed: it is ${JSON.stringify(is[path] ?? null)}`,
        'Give the document another name: that is another thing. What was there can be removed.',
      ]),
    ),
    ...object.secrets
      .filter(({ path, reference }) => reference === STORED_SECRET && !kept.has(path))
      .map(({ path }) => notStored(object, path)),
    ...(isForeign ? [managedElsewhere(object, managedBy)] : []),
  ];
}

function isSame(one: ConfigurationObject['spec'][string] | undefined, other: typeof one): boolean {
  return canonicalText(one ?? null) === canonicalText(other ?? null);
}

function managedElsewhere(object: DesiredObject, set: string): ConfigurationProblem {
  return problemOf(object, 'metadata.name', [
    `It is managed by the set ${set}`,
    `Apply it with that set (--set ${set}), or take it over with --force.`,
  ]);
}

function missing(
  object: DesiredObject,
  { desired, unreadable, staying }: Considered,
): readonly ConfigurationProblem[] {
  const there: readonly ConfigurationName[] = [...desired, ...unreadable, ...staying];
  return needsOf(object).flatMap((need) => {
    if (!need.mustExist || there.some((other) => nameText(other) === nameText(need))) return [];
    const names = there.filter(({ kind }) => kind === need.kind).map(({ name }) => name);
    const near = nearestName(need.name, names);
    const says = `There will be no ${nameText(need)}`;
    const remedy =
      near === undefined ? 'Add a document of it, or name one that is there.' : `Did you mean ${near}?`;
    return [problemOf(object, need.path, [says, remedy])];
  });
}

function ofCycle(cycle: readonly ConfigurationObject[]): ConfigurationProblem {
  const [first] = cycle;
  const document = cycle.find((object): object is DesiredObject => 'document' in object)?.document ?? null;
  return {
    document,
    about: first === undefined ? null : { kind: first.kind, name: first.name },
    path: 'spec.dependsOn',
    message: `They depend on each other: ${[...cycle, ...cycle.slice(0, 1)].map(nameText).join(' -> ')}`,
    remedy: 'Take one of these dependencies away.',
  };
}

/** Documents that need what must exist are told by themselves. */
function stillNeeded(
  object: StoredObject,
  { desired, staying }: Considered,
): readonly ConfigurationProblem[] {
  const isHeldBy = (other: ConfigurationObject, isTold: boolean) =>
    needsOf(other).some(
      (need) => need.keepsIt && !(isTold && need.mustExist) && nameText(need) === nameText(object),
    );
  const holders = [
    ...desired.filter((other) => isHeldBy(other, true)),
    ...staying.filter((other) => isHeldBy(other, false)),
  ];
  if (holders.length === 0) return [];
  return [
    {
      document: null,
      about: { kind: object.kind, name: object.name },
      path: '',
      message: `It cannot be removed: ${holders.map(nameText).join(', ')} needs it`,
      remedy: 'Write its document again, or remove what needs it, too.',
    },
  ];
}
