import { looksLikeAnId, readConfigurationDocument, type RequestOf } from '@evenkeel/contracts-admin';
import {
  namedSecrets,
  needsOf,
  normalizedSpec,
  STORED_SECRET,
  type ConfigurationName,
  type ConfigurationObject,
  type ConfigurationProblem,
} from '@evenkeel/domain';

/** A document that is as its schema says; its spec has references in the place of secrets. */
export interface ReadObject extends ConfigurationObject {
  readonly document: number;
}

export interface DocumentNote {
  readonly document: number;
  readonly path: string;
  readonly message: string;
}

export interface ReadDocuments {
  readonly objects: readonly ReadObject[];
  /** What the others are about, as far as that can be told. */
  readonly unreadable: readonly ConfigurationName[];
  readonly problems: readonly ConfigurationProblem[];
  readonly notes: readonly DocumentNote[];
}

const REMEDY =
  'Correct it: docs/config-as-code.md and the JSON Schema, /api/v1/configuration/schema, show what stands there.';

/** Holds each document against the schema of its kind. */
export function readDocuments(given: RequestOf<'applyConfiguration'>['documents']): ReadDocuments {
  const objects: ReadObject[] = [];
  const unreadable: ConfigurationName[] = [];
  const problems: ConfigurationProblem[] = [];
  given.forEach(({ content }, at) => {
    const { about, document, faults } = readConfigurationDocument(content);
    problems.push(...faults.map((fault) => ({ document: at, about, ...fault, remedy: REMEDY })));
    if (document === undefined) return about === null ? undefined : unreadable.push(about);
    const { kind, metadata, spec } = document;
    const object = { kind, name: metadata.name, spec: normalizedSpec(kind, spec), document: at };
    problems.push(...namesById(object));
    objects.push(object);
  });
  return { objects, unreadable, problems, notes: objects.flatMap(placeholdersOf) };
}

/** An id is of one installation; a document is of any. */
function namesById(object: ReadObject): readonly ConfigurationProblem[] {
  const { kind, name, document } = object;
  return needsOf(object)
    .filter((need) => looksLikeAnId(need.name))
    .map(({ path }) => ({
      ...{ document, about: { kind, name }, path },
      message: 'This is an id, which is another one in each installation',
      remedy: 'Write the name instead.',
    }));
}

function placeholdersOf(object: ReadObject): readonly DocumentNote[] {
  return namedSecrets(object)
    .filter(({ reference }) => reference === STORED_SECRET)
    .map(({ path }) => ({
      document: object.document,
      path: `spec.${path}`,
      message: `\`${STORED_SECRET}\`: the secret stays as it is stored here; another installation needs a reference in its place`,
    }));
}
