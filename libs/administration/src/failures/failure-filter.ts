import type { FailureQuery } from '@evenkeel/contracts-admin';
import { FAILURE_STATES, OPEN_FAILURE_STATES, type FailureState } from '@evenkeel/domain';
import type { FailureFilter, Transaction } from '@evenkeel/ports';
import { findJobEver } from '../jobs/find-job.js';

/** What a caller asks for, as the store takes it. Rejects with `request.not_found` for an unknown job. */
export async function toFailureFilter(
  tx: Transaction,
  { job, state, code, group }: Pick<FailureQuery, 'job' | 'state' | 'code' | 'group'>,
): Promise<FailureFilter> {
  return {
    states: statesOf(state),
    ...(job === undefined ? {} : { jobId: (await findJobEver(tx, job)).id }),
    ...(code === undefined ? {} : { code }),
    ...(group === undefined ? {} : { groupKey: group }),
  };
}

function statesOf(state: FailureQuery['state']): readonly FailureState[] {
  if (state === 'all') return FAILURE_STATES;
  return state === 'open' ? OPEN_FAILURE_STATES : [state];
}
