import type { ExecutionView, RequestOf } from '@evenkeel/contracts-admin';
import {
  closeOutCounts,
  EXECUTION_STATUSES,
  hasEnded,
  hasSucceeded,
  receiptOf,
  type Chunk,
  type Execution,
  type ExecutionId,
  type Job,
  type Receipt,
} from '@evenkeel/domain';
import { Store, type Transaction } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { executionToView } from './execution-view.js';
import { findExecution } from './find-execution.js';

/** Shows one execution with its live progress, its chunks and its receipt. */
export class ShowExecution {
  constructor(private readonly store: Store) {}

  show({ tenantId }: Caller, { execution: id }: RequestOf<'showExecution'>): Promise<ExecutionView> {
    return this.store.of(tenantId).transaction(async (tx) => viewExecution(tx, await findExecution(tx, id)));
  }
}

export async function viewExecution(tx: Transaction, execution: Execution): Promise<ExecutionView> {
  const job = await tx.jobs.find(execution.jobId);
  const chunks = await tx.chunks.ofExecution(execution.id);
  const failures = await tx.chunks.failures(execution.id);
  const counts = await countsOf(tx, execution, chunks);
  const now = await tx.now();
  const outages = await tx.outages.since(execution.clockSince ?? now);
  return executionToView(
    { execution, jobName: job?.name ?? '', counts, chunks, outages, now },
    {
      failures: new Map(failures.map(({ chunkId, problem }) => [chunkId, problem])),
      waitsFor: await awaitedBy(tx, execution, job),
    },
  );
}

/** What the run of a job waits for before it begins: the run before it, and the jobs that its job depends on. */
async function awaitedBy(
  tx: Transaction,
  { id: executionId, lane, status }: Execution,
  job: Job | undefined,
): Promise<ExecutionView['waitsFor']> {
  if (status !== 'queued' || job === undefined) return [];
  const { dependsOn } = job.definition;
  const latest = await tx.executions.latestBulk(dependsOn);
  const awaited = lane === 'bulk' ? await runsBefore(tx, job, executionId) : [];
  for (const id of dependsOn) {
    const found = latest.get(id) ?? null;
    if (found !== null && hasSucceeded(found)) continue;
    awaited.push({ name: (await tx.jobs.find(id))?.name ?? id, status: found, executionId: null });
  }
  return awaited;
}

/** More of one job are not under way: others are of the single lane. */
const MOST_UNDER_WAY = 20;

async function runsBefore(
  tx: Transaction,
  { id: jobId, name }: Job,
  executionId: ExecutionId,
): Promise<ExecutionView['waitsFor']> {
  const statuses = EXECUTION_STATUSES.filter((status) => status !== 'queued' && !hasEnded(status));
  const { items } = await tx.executions.list({ jobId, statuses }, { after: null, limit: MOST_UNDER_WAY });
  return items
    .filter(({ id, lane }) => lane === 'bulk' && id !== executionId)
    .map(({ id, status }) => ({ name, status, executionId: id }));
}

/** A receipt stands once its execution has ended; one that was resumed counts on from its chunks. */
export async function countsOf(
  tx: Transaction,
  execution: Execution,
  chunks: readonly Chunk[],
): Promise<Receipt> {
  const { id, status } = execution;
  const receipt = hasEnded(status) ? await tx.receipts.find(id) : undefined;
  if (receipt !== undefined) return receipt;
  const closeOut = closeOutCounts(execution, await tx.closeOuts.find(id));
  return { ...receiptOf(chunks), closeOut };
}
