import type { FailureGroupView, FailureSummary, FailureView } from '@evenkeel/contracts-admin';
import { maskSealed, type RecordFailure } from '@evenkeel/domain';
import type { FailureGroup } from '@evenkeel/ports';

export function failureToSummary(failure: RecordFailure, jobName: string): FailureSummary {
  return {
    id: failure.id,
    job: { id: failure.jobId, name: jobName },
    externalId: failure.externalId,
    state: failure.state,
    executions: failure.executions,
    lastExecutionId: failure.lastExecutionId,
    stage: failure.stage,
    problem: failure.problem,
    group: failure.groupKey,
    editedBy: failure.editedBy,
    firstFailedAt: failure.firstFailedAt,
    lastFailedAt: failure.lastFailedAt,
  };
}

export function failureToView(failure: RecordFailure, jobName: string): FailureView {
  const { observedAt, history } = failure;
  const [raw, mapped] = [failure.raw, failure.mapped].map((text) => text && maskSealed(text));
  return {
    ...failureToSummary(failure, jobName),
    raw: raw ?? null,
    mapped: mapped ?? null,
    observedAt,
    history: [...history],
  };
}

export function groupToView(group: FailureGroup, jobName: string): FailureGroupView {
  const { groupKey, jobId, firstFailedAt, lastFailedAt, ...rest } = group;
  return {
    ...rest,
    group: groupKey,
    job: { id: jobId, name: jobName },
    firstFailedAt: firstFailedAt.toISOString(),
    lastFailedAt: lastFailedAt.toISOString(),
  };
}
