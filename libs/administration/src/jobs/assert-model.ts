import { placesOfModel, SyncError, type JobDefinition } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

/** Rejects with `config.no_model` where the policy of a job leaves decisions to a model, and none is set. */
export async function assertModel(
  tx: Transaction,
  definition: Pick<JobDefinition, 'conflictPolicy'>,
): Promise<void> {
  const places = placesOfModel(definition);
  if (places.length === 0 || (await tx.models.find()) !== undefined) return;
  throw new SyncError(
    'config.no_model',
    `The conflictPolicy leaves ${places.join(', ')} to a model, and no model is set`,
  );
}
