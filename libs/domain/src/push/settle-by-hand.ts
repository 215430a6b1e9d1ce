import { describeProblem, SyncError } from '../errors/sync-error.js';
import type { FinalResult, PushIntent } from './push-intent.js';

/** What a person found at the provider. */
export interface HandSettling {
  readonly outcome: 'applied' | 'not_applied';
  /** The provider's id of what was created; null: not said. */
  readonly externalId: string | null;
}

/** The answer that a person gives in the place of the provider. Throws `request.wrong_state` or `request.invalid`. */
export function settleByHand(
  { id, state, operation }: Pick<PushIntent, 'id' | 'state' | 'operation'>,
  { outcome, externalId }: HandSettling,
): FinalResult {
  if (state !== 'in_doubt' && state !== 'uncertain') {
    const message = `What became of push ${id} is no question: it is ${state}`;
    throw new SyncError('request.wrong_state', message);
  }
  if (outcome === 'not_applied') {
    if (externalId !== null)
      throw new SyncError('request.invalid', 'externalId: what was not applied has none');
    const problem = describeProblem(
      new SyncError('provider.write_not_taken', 'A person found that the provider has not taken it'),
    );
    return { kind: 'failed', isApplied: 'no', problem };
  }
  const found = operation.externalId ?? externalId;
  if (found === null)
    throw new SyncError('request.invalid', 'externalId: say which record of the provider was created');
  if (externalId !== null && externalId !== found)
    throw new SyncError('request.invalid', `externalId: it is about the record ${found} of the provider`);
  return { kind: 'written', externalId: found, version: null, modifiedAt: null, record: null };
}
