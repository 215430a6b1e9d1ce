import type { ExecutionFacts } from '@evenkeel/domain';
import type { LoadedExecution } from '@evenkeel/operations';
import type { Ids, Random, Transaction } from '@evenkeel/ports';

/** What an act is about, and what it is done with. The execution is locked. */
export interface Acting extends ExecutionFacts, LoadedExecution {
  readonly tx: Transaction;
  readonly ids: Ids;
  readonly random: Random;
}
