import { completeSpec } from '@evenkeel/contracts-admin';
import {
  normalizedSpec,
  secretsOf,
  STORED_SECRET,
  SyncError,
  withoutSecrets,
  withSecrets,
  type BoundCredentials,
  type ConfigurationKind,
} from '@evenkeel/domain';
import type { Configured, Listed, ListRequest } from '@evenkeel/ports';
import type { FoundObject, ListedObject } from './configured-kind.js';

/** What is there, as documents say it. `configured`: undefined where it belongs to no documents. */
export function foundObject(
  kind: ConfigurationKind,
  { id, name, opened, boundTo }: ListedObject,
  { managedBy, references }: Pick<Configured, 'managedBy' | 'references'> = NOT_CONFIGURED,
): FoundObject {
  const referenceAt = (path: string) => references[path] ?? STORED_SECRET;
  const named = withSecrets({ kind, spec: opened }, referenceAt);
  // What was stored before a field existed says of it what documents say by leaving it out.
  const written = normalizedSpec(kind, completeSpec(kind, named) ?? named);
  const secretValues = secretsOf({ kind, spec: opened });
  return {
    ...{ kind, id, name, managedBy, opened, written, secretValues, boundTo },
    spec: withoutSecrets({ kind, spec: written }),
    secrets: [...secretValues.keys()].map((path) => ({ path, reference: referenceAt(path) })),
  };
}

const NOT_CONFIGURED = { managedBy: null, references: {} };

/** What cannot be opened any more counts as none: given by a document, it is sealed anew. */
export function openedOrNone(open: () => BoundCredentials | null): BoundCredentials | null {
  try {
    return open();
  } catch (error) {
    if (error instanceof SyncError && error.errorClass !== 'system') return null;
    throw error;
  }
}

const SLICE = 500;

/** All of a list that comes in slices. */
export async function allOf<Item>(
  slice: (request: ListRequest) => Promise<Listed<Item>>,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  for (let after: string | null = null; ;) {
    const page: Listed<Item> = await slice({ after, limit: SLICE });
    items.push(...page.items);
    if (page.next === null) return items;
    after = page.next;
  }
}
