import { configurationDefaults, type ConfigurationPlan } from '@evenkeel/contracts-admin';
import {
  canonicalText,
  type ChangedField,
  type ConfigurationChange,
  type ConfigurationKind,
  type ConfigurationName,
  type ConfigurationProblem,
} from '@evenkeel/domain';
import type { DocumentNote } from './read-documents.js';

export interface AttemptedConfiguration {
  readonly changes: readonly (ConfigurationChange & { readonly consequences: readonly string[] })[];
  readonly unchanged: number;
  readonly left: readonly ConfigurationName[];
  readonly problems: readonly ConfigurationProblem[];
  readonly notes: readonly DocumentNote[];
}

/** Where a document stands, as its sender says, else its place in the list. */
export type Origins = readonly string[];

export function planToView(
  { changes, unchanged, left, problems, notes }: AttemptedConfiguration,
  origins: Origins,
  applied: boolean,
): ConfigurationPlan {
  const originOf = (document: number | null) => (document === null ? null : (origins[document] ?? null));
  return {
    ok: problems.length === 0,
    applied,
    changes: changes.map(({ kind, name, action, document, fields, secrets, managedBy, consequences }) => ({
      ...{ kind, name, action, origin: originOf(document), managedBy },
      fields: (action === 'add' ? withoutDefaults(kind, fields) : fields).map((field) => ({ ...field })),
      secrets: secrets.map((path) => path),
      consequences: [...consequences],
    })),
    unchanged,
    left: left.map(({ kind, name }) => ({ kind, name })),
    problems: problems.map(({ document, about, path, message, remedy }) => ({
      ...{ origin: originOf(document), kind: about?.kind ?? null, name: about?.name ?? null },
      ...{ path, message, remedy },
    })),
    notes: notes.map(({ document, path, message }) => ({ origin: originOf(document), path, message })),
  };
}

/** What a document of something new says of its own. */
function withoutDefaults(kind: ConfigurationKind, fields: readonly ChangedField[]): readonly ChangedField[] {
  const defaults = configurationDefaults(kind);
  const defaultAt = (path: string) =>
    path
      .split('.')
      .reduce<unknown>(
        (value, name) => (value as Readonly<Record<string, unknown>> | null)?.[name],
        defaults,
      );
  return fields.filter(({ path, after }) => {
    const usual = defaultAt(path) as typeof after;
    return usual === undefined || after === undefined || canonicalText(usual) !== canonicalText(after);
  });
}
