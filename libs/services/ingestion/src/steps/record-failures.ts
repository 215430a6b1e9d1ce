import {
  decideFailures,
  errorPattern,
  externalIdOf,
  failureKey,
  meaningOf,
  storableText,
  type AppliedRecord,
  type FailedRecord,
  type Problem,
} from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import type { ApplyContext } from '../pages/apply-contexts.js';
import type { Input, WrittenGroup } from '../pages/page-group.js';

/** What was applied, as the transaction that applies it sees it. */
export interface AppliedGroup extends Pick<WrittenGroup, 'chunk' | 'inputs'> {
  /** Whether the job has failures that a record of these pages may close. */
  readonly hasOpenFailures: boolean;
}

/**
 * Keeps every record of the group that failed and closes the failures of those that were applied, in the transaction of
 * the pages. Where nothing failed and nothing is open it does nothing.
 */
export async function recordFailures(
  tx: Transaction,
  { jobId, deadLetterAfter, digest }: ApplyContext,
  group: AppliedGroup,
): Promise<void> {
  const records = describeRecords(group, digest);
  if (records.length === 0) return;
  const { executionId } = group.chunk;
  const known = await tx.failures.lock(
    jobId,
    records.map(({ key }) => key),
  );
  if (known.length === 0 && records.every(({ kind }) => kind === 'applied')) return;
  const now = (await tx.now()).toISOString();
  const { saves, resolved } = decideFailures(known, records, { executionId, deadLetterAfter, now });
  await tx.failures.save(jobId, saves);
  await tx.failures.resolve(resolved, executionId);
}

function describeRecords(
  { inputs, hasOpenFailures }: AppliedGroup,
  digest: (text: string) => string,
): readonly (FailedRecord | AppliedRecord)[] {
  return inputs.flatMap((input): readonly (FailedRecord | AppliedRecord)[] => {
    const { source, prepared, decision } = input;
    if (source.overlap === true) return [];
    if (decision.kind === 'fail') return [describeFailed(input, decision.problem, digest)];
    const externalId = externalIdOf(prepared);
    if (!hasOpenFailures || externalId === null || !meaningOf(decision.outcome).isApplied) return [];
    const key = source.replay?.failureKey ?? failureKey(externalId, () => '');
    return [{ kind: 'applied', key, observedAt: observedAtOf(input) }];
  });
}

function describeFailed(input: Input, found: Problem, digest: (text: string) => string): FailedRecord {
  const { source, prepared } = input;
  if (prepared.kind !== 'failed') throw new Error('The input did not fail');
  const { externalId } = prepared;
  const raw = source.refusal !== undefined && source.data === null ? null : JSON.stringify(source.data);
  const problem = { ...found, message: storableText(found.message) };
  const pattern = errorPattern(problem.message);
  return {
    kind: 'failed',
    key: source.replay?.failureKey ?? failureKey(externalId, () => digest(raw ?? ''), problem.code),
    externalId,
    observedAt: observedAtOf(input),
    stage: prepared.outcome !== 'rejected' ? 'read' : prepared.mapped === undefined ? 'map' : 'write',
    problem,
    pattern,
    groupKey: digest(`${problem.code}\n${pattern}`),
    // A replay brings nothing that is not kept already.
    payload:
      raw === null || source.replay !== undefined
        ? null
        : { raw, digest: digest(raw), ...replayFields(source) },
    mapped: prepared.mapped ?? null,
  };
}

function observedAtOf({ source, page }: Input): string {
  return source.replay?.observedAt ?? page.observedAt;
}

function replayFields({ version, modifiedAt }: Input['source']) {
  return {
    version: version !== null && Number.isFinite(version) ? version : null,
    modifiedAt: modifiedAt === null ? null : storableText(modifiedAt),
  };
}
