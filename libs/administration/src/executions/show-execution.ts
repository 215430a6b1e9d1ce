import type { ExecutionView, RequestOf } from '@evenkeel/contracts-admin';
import {
  closeOutCounts,
  hasEnded,
  hasSucceeded,
  receiptOf,
  type Chunk,
  type Execution,
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

/** Jobs that the run of a job waits for before it begins. */
async function awaitedBy(
  tx: Transaction,
  { status }: Execution,
  job: Job | undefined,
): Promise<ExecutionView['waitsFor']> {
  if (status !== 'queued' || job === undefined) return [];
  const { dependsOn } = job.definition;
  const latest = await tx.executions.latestBulk(dependsOn);
  const awaited: ExecutionView['waitsFor'] = [];
  for (const id of dependsOn) {
    const found = latest.get(id) ?? null;
    if (found !== null && hasSucceeded(found)) continue;
    awaited.push({ name: (await tx.jobs.find(id))?.name ?? id, status: found });
  }
  return awaited;
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
