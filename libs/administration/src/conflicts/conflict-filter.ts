import type { RequestOf } from '@evenkeel/contracts-admin';
import { CONFLICT_STATE_TABLE, CONFLICT_STATES, type ConflictState } from '@evenkeel/domain';
import type { ConflictFilter, Transaction } from '@evenkeel/ports';
import { findJobEver } from '../jobs/find-job.js';

type Asked = Pick<RequestOf<'resolveConflicts'>, 'job' | 'type' | 'record' | 'kind' | 'field' | 'since'>;

export const OPEN_STATES: readonly ConflictState[] = CONFLICT_STATES.filter(
  (state) => CONFLICT_STATE_TABLE[state].isOpen,
);
const ENDED_STATES = CONFLICT_STATES.filter((state) => !OPEN_STATES.includes(state));

/** What each word for states means. */
const WORDS: Readonly<
  Record<RequestOf<'listConflicts'>['state'], Pick<ConflictFilter, 'states' | 'isCarriedOut'>>
> = {
  open: { states: OPEN_STATES },
  waiting: { states: ['resolved'], isCarriedOut: false },
  ended: { states: ENDED_STATES, isCarriedOut: true },
  all: {},
};

/** What a caller asks for, as the store takes it. Rejects with `request.not_found` for an unknown job. */
export async function toConflictFilter(
  tx: Transaction,
  { job, type, record, kind, field, since }: Asked,
  state: RequestOf<'listConflicts'>['state'],
): Promise<ConflictFilter> {
  return {
    ...WORDS[state],
    jobId: job === undefined ? undefined : (await findJobEver(tx, job)).id,
    recordType: type,
    recordId: record,
    kind,
    path: field,
    since: since === undefined ? undefined : new Date(since),
  };
}
