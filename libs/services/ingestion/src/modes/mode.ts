import type { ComingRecord, ReferenceState } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import type { ApplyContext } from '../pages/apply-contexts.js';
import type { DecidedGroup, WrittenGroup } from '../pages/page-group.js';

/** Whether a record may be written over what is here. */
export type Permits = (coming: ComingRecord, reference: ReferenceState | undefined) => boolean;

/** What happens to the decisions of a group. */
export interface Mode {
  /** Left out: every record may be written. */
  readonly permits?: Permits | undefined;
  /** Whether decisions are carried out, rather than put into a plan. */
  readonly writes: boolean;
  /** In the transaction of the pages. The inputs of what it gives say what became of them. */
  write(tx: Transaction, context: ApplyContext, group: DecidedGroup): Promise<WrittenGroup>;
}
