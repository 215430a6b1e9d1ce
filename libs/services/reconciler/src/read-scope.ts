import {
  decideFullRun,
  decidePushScope,
  decideScope,
  describeFullRun,
  NOT_TRIED_UNASKED,
  type ExecutionId,
  type FullCircumstances,
  type FullDecision,
  type Job,
  type Scope,
  type Trigger,
  type Watermark,
} from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import { readWatermark } from './read-watermark.js';

/** Of more failures than this the oldest are tried again; the others have their turn in the next run. */
const MOST_RETRIED = 10_000;

export interface ReadScope {
  readonly scope: Scope;
  /** Why it reads that, where its job does not say so. */
  readonly scopeNote: string | null;
  /** A full run that ended unfinished and may go on in the place of this one. */
  readonly resumes?: ExecutionId;
}

/** What a run of the job that begins now is to read. */
export async function readScope(
  tx: Transaction,
  job: Job,
  { trigger, ...circumstances }: FullCircumstances & { readonly trigger: Trigger },
): Promise<ReadScope> {
  if (job.definition.direction === 'outbound') return readPushed(tx, job, trigger);
  const { watermark, note } = await readWatermark(tx, job.id);
  const plain = decideScope(job, trigger, watermark);
  if (plain.kind !== 'incremental' || plain.backfill !== undefined) return { scope: plain, scopeNote: null };
  const due: FullDecision =
    trigger.mode === null
      ? decideFullRun(job, await tx.fullExecutions.history(job.id), circumstances)
      : { kind: 'never' };
  const { timeoutMinutes } = job.definition;
  const dueNote = describeFullRun(due, { name: job.name, timeoutMinutes });
  if (due.kind === 'begin') return { scope: { kind: 'full' }, scopeNote: dueNote };
  if (due.kind === 'resume') return { scope: { kind: 'full' }, scopeNote: dueNote, resumes: due.executionId };
  const notes = [note, dueNote].filter((text) => text !== null);
  const scopeNote = notes.length === 0 ? null : notes.join('. ');
  return { scope: await readChanges(tx, job, { trigger, watermark }), scopeNote };
}

async function readPushed(tx: Transaction, job: Job, trigger: Trigger): Promise<ReadScope> {
  const hasPushedAll = await tx.pushPages.hasPushedAll(job.id);
  const scope = decidePushScope(job, trigger, hasPushedAll);
  const isFirst = job.definition.mode === 'incremental' && trigger.mode === null && !hasPushedAll;
  const isAll = scope.kind === 'push' && scope.select === 'all';
  const scopeNote =
    isFirst && isAll
      ? 'Every record is pushed once before only what changed is: this was not done yet'
      : null;
  return { scope, scopeNote };
}

/** What changed, and what is still to be tried again of what earlier runs left behind. */
async function readChanges(
  tx: Transaction,
  job: Job,
  { trigger, watermark }: { readonly trigger: Trigger; readonly watermark: Watermark | undefined },
): Promise<Scope> {
  const due = { jobId: job.id, states: ['retrying'], exceptCodes: NOT_TRIED_UNASKED } as const;
  return decideScope(job, trigger, watermark, await tx.failures.listIds(due, MOST_RETRIED));
}
