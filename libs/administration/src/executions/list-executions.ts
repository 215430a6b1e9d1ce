import type {
  ExecutionSummary,
  ListView,
  LoggedErrorView,
  RecordOutcomeView,
  RequestOf,
} from '@evenkeel/contracts-admin';
import { hasEnded, isRecoverable, maskSealed, type Execution } from '@evenkeel/domain';
import { Store, type LoggedError } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { toListRequest, toListView } from '../lists/cursor.js';
import { findJobEver } from '../jobs/find-job.js';
import { executionToSummary } from './execution-view.js';
import { findExecution } from './find-execution.js';
import { countsOf } from './show-execution.js';

export class ListExecutions {
  constructor(private readonly store: Store) {}

  /** Newest first. */
  async list({ tenantId }: Caller, query: RequestOf<'listExecutions'>): Promise<ListView<ExecutionSummary>> {
    const request = toListRequest('executions', query);
    return this.store.of(tenantId).transaction(async (tx) => {
      const { job, status: statuses, deadLetters = false } = query;
      const filter = {
        deadLetters,
        ...(statuses && { statuses }),
        ...(job === undefined ? {} : { jobId: (await findJobEver(tx, job)).id }),
      };
      const { items, next } = await tx.executions.list(filter, request);
      const now = await tx.now();
      const outages = await tx.outages.since(oldestClock(items, now));
      const names = new Map<string, string>();
      const summaries: ExecutionSummary[] = [];
      for (const execution of items) {
        const { jobId } = execution;
        const jobName = names.get(jobId) ?? (await tx.jobs.find(jobId))?.name ?? '';
        names.set(jobId, jobName);
        const chunks = hasEnded(execution.status) ? [] : await tx.chunks.ofExecution(execution.id);
        const counts = await countsOf(tx, execution, chunks);
        summaries.push(executionToSummary({ execution, jobName, counts, chunks, outages, now }));
      }
      return toListView('executions', { items: summaries, next }, (summary) => summary);
    });
  }

  async listErrors(
    { tenantId }: Caller,
    { execution: asked, ...query }: RequestOf<'listErrors'>,
  ): Promise<ListView<LoggedErrorView>> {
    const request = toListRequest('errors', query);
    return this.store.of(tenantId).transaction(async (tx) => {
      const { id } = await findExecution(tx, asked);
      return toListView('errors', await tx.errorLog.list(id, request), toErrorView);
    });
  }

  async listOutcomes(
    { tenantId }: Caller,
    { execution: asked, ...query }: RequestOf<'listOutcomes'>,
  ): Promise<ListView<RecordOutcomeView>> {
    const request = toListRequest('outcomes', query);
    return this.store.of(tenantId).transaction(async (tx) => {
      const { id } = await findExecution(tx, asked);
      return toListView('outcomes', await tx.receipts.outcomes(id, request), (outcome) => ({
        ...outcome,
        raw: outcome.raw && maskSealed(outcome.raw),
      }));
    });
  }
}

function toErrorView({ at, phase, externalId, problem, attempt }: LoggedError): LoggedErrorView {
  const { errorClass, code, message } = problem;
  const recoverable = isRecoverable(errorClass);
  return { at: at.toISOString(), phase, externalId, class: errorClass, code, message, recoverable, attempt };
}

/** Since when outages may have kept one of these clocks still. */
function oldestClock(executions: readonly Execution[], now: Date): Date {
  return new Date(
    Math.min(now.getTime(), ...executions.flatMap(({ clockSince }) => clockSince?.getTime() ?? [])),
  );
}
