import type { JsonObject, JsonValue } from '../json.js';

/** The version of the documents in which configuration is written. */
export const CONFIGURATION_VERSION = 'evenkeel.dev/v1';

/** What can be written as a document, in the order in which one may need another. */
export const CONFIGURATION_KINDS = [
  'Connection',
  'RecordType',
  'Job',
  'Group',
  'NotificationChannel',
] as const;
export type ConfigurationKind = (typeof CONFIGURATION_KINDS)[number];

export interface ConfigurationName {
  readonly kind: ConfigurationKind;
  readonly name: string;
}

/** One thing that people set, by name. Its spec is whole: what may be left out of a document is filled in. Secrets are not in it. */
export interface ConfigurationObject extends ConfigurationName {
  readonly spec: JsonObject;
}

/** Stands in a document for a secret that is stored and whose reference is not known. */
export const STORED_SECRET = 'stored';

/** A secret as a document names it. */
export interface NamedSecret {
  /** Where it stands in the spec. */
  readonly path: string;
  /** `env:NAME`, `file:PATH` or {@link STORED_SECRET}. */
  readonly reference: string;
}

export interface DesiredSecret extends NamedSecret {
  /** Whether what it leads to is what is stored at this place. */
  readonly isAsStored: boolean;
}

/** What a document asks for. */
export interface DesiredObject extends ConfigurationObject {
  /** Which document says so, from 0. */
  readonly document: number;
  readonly secrets: readonly DesiredSecret[];
}

/** What is there. */
export interface StoredObject extends ConfigurationObject {
  readonly secrets: readonly NamedSecret[];
  /** The set of documents that it is kept by; null: people change it. */
  readonly managedBy: string | null;
}

export interface ConfigurationTerms {
  /** Under which name what the documents hold is managed from now on; null: it is not. */
  readonly set: string | null;
  /** What the set holds and no document names is removed. */
  readonly prune: boolean;
  /** What another set holds is changed, too. */
  readonly force: boolean;
}

export interface ChangedField {
  readonly path: string;
  /** Left out: it was not there. */
  readonly before?: JsonValue;
  /** Left out: it goes. */
  readonly after?: JsonValue;
}

/** `adopt` and `release` change only which set it belongs to. */
export const CONFIGURATION_ACTIONS = ['add', 'change', 'remove', 'adopt', 'release'] as const;
export type ConfigurationAction = (typeof CONFIGURATION_ACTIONS)[number];

export interface ConfigurationChange extends ConfigurationName {
  readonly action: ConfigurationAction;
  /** Which document asks for it; null: none names it any more. */
  readonly document: number | null;
  readonly fields: readonly ChangedField[];
  /** Paths of secrets that are given anew, noted under another reference or taken away. */
  readonly secrets: readonly string[];
  /** The set that it belongs to, before and after. */
  readonly wasManagedBy: string | null;
  readonly managedBy: string | null;
}

/** Something that keeps all documents from being applied. */
export interface ConfigurationProblem {
  /** Which document, from 0; null: what is there. */
  readonly document: number | null;
  readonly about: ConfigurationName | null;
  /** Of the document; empty: the whole. */
  readonly path: string;
  readonly message: string;
  readonly remedy: string;
}

export function nameText({ kind, name }: ConfigurationName): string {
  return `${kind}/${name}`;
}
