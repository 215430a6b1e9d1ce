import type { Conflict, ConflictField, JobDefinition, Proposal } from '@evenkeel/domain';
import type { SavedConflict } from '@evenkeel/ports';
import { newId, seedJob, someWrite } from './store-fixtures.js';
import type { StoreWorld } from './store-world.js';

/** A job that goes both ways, and records of it, by external id. */
export interface ConflictedJob {
  readonly jobId: string;
  readonly recordIds: Readonly<Record<string, string>>;
  readonly referenceIds: Readonly<Record<string, string>>;
}

export async function seedConflicted(
  { tenant }: Pick<StoreWorld, 'tenant'>,
  externalIds: readonly string[],
  definition: Partial<JobDefinition> = {},
): Promise<ConflictedJob> {
  const { job, set } = await seedJob(tenant, { direction: 'bidirectional', ...definition });
  return tenant.transaction(async (tx) => {
    const made = await tx.recordWrites.create(
      set,
      externalIds.map((externalId) => someWrite(externalId)),
    );
    const references = await tx.references.find(set, externalIds);
    const recordOf = (externalId: string) =>
      references.find((reference) => reference.externalId === externalId)!.recordId;
    return {
      jobId: job.id,
      recordIds: Object.fromEntries(externalIds.map((id) => [id, recordOf(id)])),
      referenceIds: Object.fromEntries(externalIds.map((id, at) => [id, made[at]!])),
    };
  });
}

const CITY: ConflictField = {
  ...{ place: ['city'], path: 'city', base: { local: 'Rome', remote: 'Rome' } },
  ...{ local: 'Oslo', remote: 'Bern' },
};

/** About the city of a record. */
export function someConflict(changes: Partial<Conflict> = {}): Conflict {
  return {
    ...{ state: 'open', kind: 'data', revision: 1, fields: [CITY], remoteVersion: null, policy: 'manual' },
    ...{ decision: null, isTaken: false, isCarriedOut: false },
    ...changes,
  };
}

export function someSaved(
  { jobId, referenceIds }: ConflictedJob,
  externalId: string,
  changes: Partial<Conflict> = {},
): SavedConflict {
  const referenceId = referenceIds[externalId]!;
  return { id: newId(), jobId, referenceId, conflict: someConflict(changes), history: [] };
}

export function someProposal(changes: Partial<Proposal> = {}): Proposal {
  return {
    ...{ outcome: 'proposed', cause: 'It is not sure', model: 'small', revision: 1, remoteVersion: null },
    ...{ at: '2026-11-01T12:00:00.000Z', fields: {} },
    ...changes,
  };
}
