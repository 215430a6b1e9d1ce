import { listingEnded } from '@evenkeel/contracts-messages';
import { decideNext, type Execution, type Next } from '@evenkeel/domain';
import { loadVerification } from '../load-facts.js';
import type { Acting } from './acting.js';
import { addDetails } from './add-details.js';
import { awaitApproval } from './await-approval.js';
import { carryOutPlan } from './carry-out-plan.js';
import { close } from './close.js';
import { endOutOfTime } from './end-out-of-time.js';
import { foresee } from './foresee.js';
import { giveUp } from './give-up.js';
import { pushChanges } from './push-changes.js';
import { retryRecords } from './retry-records.js';
import { timeOut } from './time-out.js';

type Kind = Next['kind'];
type NextOf<Wanted extends Kind> = Extract<Next, { readonly kind: Wanted }>;
/** Resolves to the execution if it has ended by this. */
type Act<Wanted extends Kind> = (
  acting: Acting,
  next: NextOf<Wanted>,
) => Promise<Execution | undefined | void>;

const ACTS: { readonly [Wanted in Kind]: Act<Wanted> } = {
  wait: async () => undefined,
  read_details: addDetails,
  foresee,
  push: pushChanges,
  retry_records: retryRecords,
  judge: ({ tx, execution }) => tx.outbox.add(listingEnded, [{ executionId: execution.id }]),
  carry_out: carryOutPlan,
  verify: async (acting) => carryOut(decideNext(acting, await loadVerification(acting)), acting),
  await_approval: awaitApproval,
  close,
  give_up: giveUp,
  out_of_time: endOutOfTime,
  time_out: timeOut,
};

/** Does what was decided; gives the execution if it has ended by that. */
export async function carryOut(next: Next, acting: Acting): Promise<Execution | undefined> {
  // Each kind has the act that takes it, which the table says and an index cannot.
  const act = ACTS[next.kind] as Act<Kind>;
  return (await act(acting, next)) ?? undefined;
}
