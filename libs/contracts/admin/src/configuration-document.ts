import {
  CONFIGURATION_KINDS,
  CONFIGURATION_VERSION,
  isJsonObject,
  nearestName,
  type ConfigurationKind,
  type ConfigurationName,
  type JsonObject,
} from '@evenkeel/domain';
import { z } from 'zod';
import { CONFIGURATION_SPECS } from './configuration-spec.js';
import { chosenName } from './json-object.js';
import { addNotificationChannel } from './notification-channel.js';

const NAMES: Readonly<Record<ConfigurationKind, z.ZodType<string, string>>> = {
  Connection: chosenName,
  RecordType: z.string().min(1).max(100),
  Job: chosenName,
  Group: chosenName,
  NotificationChannel: addNotificationChannel.shape.name,
};

function documentOf<Kind extends ConfigurationKind>(kind: Kind) {
  return z
    .strictObject({
      apiVersion: z.literal(CONFIGURATION_VERSION).describe('The version in which the document is written.'),
      kind: z.literal(kind).describe('What it is about.'),
      metadata: z
        .strictObject({ name: NAMES[kind].describe('Unique among those of its kind; by it others name it.') })
        .describe('By what it is known.'),
      spec: CONFIGURATION_SPECS[kind].describe('What it says; what is left out has its default.'),
    })
    .meta({ id: `${kind}Document`, description: `A document of the kind ${kind}.` });
}

const DOCUMENTS = {
  Connection: documentOf('Connection'),
  RecordType: documentOf('RecordType'),
  Job: documentOf('Job'),
  Group: documentOf('Group'),
  NotificationChannel: documentOf('NotificationChannel'),
} as const satisfies Readonly<Record<ConfigurationKind, z.ZodType>>;

export const configurationDocument = z.discriminatedUnion('kind', [
  DOCUMENTS.Connection,
  DOCUMENTS.RecordType,
  DOCUMENTS.Job,
  DOCUMENTS.Group,
  DOCUMENTS.NotificationChannel,
]);

/** A document as it is written. */
export interface ConfigurationDocument {
  readonly apiVersion: string;
  readonly kind: ConfigurationKind;
  readonly metadata: { readonly name: string };
  readonly spec: JsonObject;
}

export interface DocumentFault {
  readonly path: string;
  readonly message: string;
}

export interface ReadDocument {
  /** What it is about, as far as that can be told. */
  readonly about: ConfigurationName | null;
  /** Undefined where something is wrong with it. */
  readonly document: ConfigurationDocument | undefined;
  readonly faults: readonly DocumentFault[];
}

/** Holds a document against the schema of its kind; what is left out of its spec is filled in. Everything that is wrong is told. */
export function readConfigurationDocument(content: unknown): ReadDocument {
  if (!isJsonObject(content))
    return wrong(null, [{ path: '', message: 'is no document: it must be an object' }]);
  const { kind, metadata, apiVersion } = content;
  const known = CONFIGURATION_KINDS.find((each) => each === kind);
  if (known === undefined) return wrong(null, [...versionFaults(apiVersion), kindFault(kind)]);
  const name = isJsonObject(metadata) ? metadata['name'] : undefined;
  const about = typeof name === 'string' ? { kind: known, name } : null;
  const parsed = DOCUMENTS[known].safeParse(content);
  if (parsed.success) return { about, document: parsed.data as unknown as ConfigurationDocument, faults: [] };
  return wrong(
    about,
    parsed.error.issues.map(({ path, message }) => ({ path: pathText(path), message: message })),
  );
}

function wrong(about: ConfigurationName | null, faults: readonly DocumentFault[]): ReadDocument {
  return { about, document: undefined, faults };
}

function versionFaults(version: unknown): readonly DocumentFault[] {
  if (version === CONFIGURATION_VERSION) return [];
  return [{ path: 'apiVersion', message: `must be ${CONFIGURATION_VERSION}` }];
}

function kindFault(kind: unknown): DocumentFault {
  const near = typeof kind === 'string' ? nearestName(kind, CONFIGURATION_KINDS) : undefined;
  const guess = near === undefined ? '' : `; did you mean ${near}?`;
  return { path: 'kind', message: `must be one of ${CONFIGURATION_KINDS.join(', ')}${guess}` };
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`,
    '',
  );
}

/** Holds a channel against its form, once its references are resolved. What stands there is not told. */
export function faultsOfChannel(name: string, spec: JsonObject): readonly DocumentFault[] {
  const parsed = addNotificationChannel.safeParse({ name, ...spec });
  if (parsed.success) return [];
  return parsed.error.issues.map(({ path, message }) => ({ path: `spec.${pathText(path)}`, message }));
}

/** A spec with what it leaves out; undefined: it is none of its kind. */
export function completeSpec(kind: ConfigurationKind, spec: JsonObject): JsonObject | undefined {
  const parsed = CONFIGURATION_SPECS[kind].safeParse(spec);
  return parsed.success ? (parsed.data as JsonObject) : undefined;
}

/** A JSON Schema (draft 2020-12) of documents, for editors. */
export function configurationSchema(): JsonObject {
  return {
    ...(z.toJSONSchema(configurationDocument, { io: 'input', unrepresentable: 'any' }) as JsonObject),
    title: `Evenkeel configuration (${CONFIGURATION_VERSION})`,
  };
}
