import { Injectable } from '@nestjs/common';
import type { ExecutionView } from '@evenkeel/contracts-http';
import type { Execution, ExecutionId } from '@evenkeel/domain';
import { Store, type Transaction } from '@evenkeel/ports';
import { executionToView, type ExecutionFacts } from './execution-view.js';
import { findExecution } from './find-execution.js';

/** Shows one execution with its live progress, its chunks and its receipt. */
@Injectable()
export class ShowExecution {
  constructor(private readonly store: Store) {}

  show(id: ExecutionId): Promise<ExecutionView> {
    return this.store.transaction(async (tx) => viewExecution(tx, await findExecution(tx, id)));
  }
}

export async function viewExecution(tx: Transaction, execution: Execution): Promise<ExecutionView> {
  const failures = await tx.chunks.failures(execution.id);
  const facts = await loadFacts(tx, execution);
  return executionToView(facts, new Map(failures.map(({ chunkId, problem }) => [chunkId, problem])));
}

/** `jobName` spares a look-up where the caller knows it. */
export async function loadFacts(
  tx: Transaction,
  execution: Execution,
  jobName?: string,
): Promise<ExecutionFacts> {
  return {
    execution,
    jobName: jobName ?? (await tx.jobs.find(execution.jobId))?.name ?? '',
    chunks: await tx.chunks.ofExecution(execution.id),
    receipt: await tx.executions.receipt(execution.id),
    now: await tx.now(),
  };
}
