import {
  canonicalText,
  findMove,
  nameText,
  namedSecrets,
  STORED_SECRET,
  SyncError,
  withoutSecrets,
  withSecrets,
  type ConfigurationProblem,
  type Destinations,
} from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import type { ConfiguredKind, FoundObject, WantedObject } from './configured-kind.js';
import type { ReadObject } from './read-documents.js';

/** A document with what its references lead to, held against the secrets that are stored. */
export function wantObject(
  object: ReadObject,
  values: ReadonlyMap<string, string>,
  found: FoundObject | undefined,
): WantedObject {
  const { kind, name, document } = object;
  const named = namedSecrets(object);
  const valueOf = (path: string, reference: string) =>
    reference === STORED_SECRET ? found?.secretValues.get(path) : values.get(reference);
  const secrets = named.map(({ path, reference }) => {
    const [value, stored] = [valueOf(path, reference), found?.secretValues.get(path)];
    const isAsStored =
      value !== undefined && stored !== undefined && canonicalText(value) === canonicalText(stored);
    return { path, reference, isAsStored };
  });
  const paths = new Set(named.map(({ path }) => path));
  const isGone = (found?.secrets ?? []).some(({ path }) => !paths.has(path));
  return {
    ...{ kind, name, document, secrets },
    spec: withoutSecrets(object),
    opened: withSecrets(object, (path, reference) => valueOf(path, reference as string)),
    changesSecrets: isGone || secrets.some(({ isAsStored }) => !isAsStored),
  };
}

/** What is given is its own address: nothing else can be learnt by it. */
const IS_ADDRESS = /(?:^|\.)url$/;

/** The references of a document whose secrets are sent somewhere, with where that is. Undefined: that cannot be told, and its use case tells why. */
export function boundReferences(
  { kind, secrets, opened }: WantedObject,
  configured: ConfiguredKind,
):
  | { readonly references: readonly { path: string; reference: string }[]; readonly to: Destinations }
  | undefined {
  const references =
    kind === 'NotificationChannel' ? secrets.filter(({ path }) => !IS_ADDRESS.test(path)) : secrets;
  if (references.length === 0) return { references, to: {} };
  try {
    return { references, to: configured.destinationsOf(opened) };
  } catch (error) {
    if (error instanceof SyncError && error.errorClass !== 'system') return undefined;
    throw error;
  }
}

/** Secrets that would be sent elsewhere than where they were used for first. */
export async function findMovedSecrets(
  tx: Transaction,
  wanted: WantedObject,
  { found, configured }: { readonly found: FoundObject | undefined; readonly configured: ConfiguredKind },
): Promise<readonly ConfigurationProblem[]> {
  const bound = boundReferences(wanted, configured);
  const problems: ConfigurationProblem[] = [];
  for (const { path, reference } of bound?.references ?? []) {
    const isStored = reference === STORED_SECRET;
    const known = isStored ? (found?.boundTo ?? undefined) : await tx.configuration.destinationsOf(reference);
    const isGivenAnew = wanted.kind !== 'Connection' || wanted.changesSecrets;
    const move = known === undefined || (isStored && !isGivenAnew) ? null : findMove(known, bound?.to ?? {});
    if (move !== null) problems.push(movedProblem(wanted, { path, reference, move }));
  }
  return problems;
}

function movedProblem(
  { kind, name, document }: WantedObject,
  { path, reference, move }: { readonly path: string; readonly reference: string; readonly move: string },
): ConfigurationProblem {
  const remedy =
    reference === STORED_SECRET
      ? 'Give a reference in its place.'
      : 'If the new address is right, give the secret to the server under another name, and name that.';
  return {
    document,
    about: { kind, name },
    path: `spec.${path}`,
    message: `${nameText({ kind, name })}: ${move}`,
    remedy,
  };
}
