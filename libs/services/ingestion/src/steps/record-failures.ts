import {
  decideFailures,
  describeProblem,
  errorPattern,
  externalIdOf,
  failureKey,
  meaningOf,
  observedAtOf,
  storableText,
  SyncError,
  type AppliedRecord,
  type ExecutionId,
  type FailedRecord,
  type FailureStage,
  type PreparedRecord,
  type Problem,
  type WaitsFor,
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
  context: ApplyContext,
  group: AppliedGroup,
): Promise<void> {
  await keepFailures(tx, context, group.chunk.executionId, describeRecords(group, context));
}

/** Closes the failures of records that turned out to be gone: there is nothing left to be applied. */
export async function closeFailuresOfGone(
  tx: Transaction,
  context: FailureContext,
  executionId: ExecutionId,
  gone: { readonly externalIds: readonly string[]; readonly observedAt: string },
): Promise<void> {
  const { externalIds, observedAt } = gone;
  const records = externalIds.map((id) => ({
    kind: 'applied' as const,
    key: failureKey(id, () => ''),
    observedAt,
  }));
  await keepFailures(tx, context, executionId, records);
}

type Keeping = Pick<ApplyContext, 'digest' | 'sensitive'>;
type FailureContext = Pick<ApplyContext, 'jobId' | 'deadLetterAfter'>;

/** Decides what these records mean for the failures of their job, and keeps it. */
export async function keepFailures(
  tx: Transaction,
  { jobId, deadLetterAfter }: FailureContext,
  executionId: ExecutionId,
  records: readonly (FailedRecord | AppliedRecord)[],
): Promise<void> {
  if (records.length === 0) return;
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
  keeping: Keeping,
): readonly (FailedRecord | AppliedRecord)[] {
  return inputs.flatMap((input): readonly (FailedRecord | AppliedRecord)[] => {
    const { source, prepared, decision } = input;
    if (source.overlap === true) return [];
    if (decision.kind === 'fail') return [describeFailed(input, decision.problem, keeping)];
    if ('waitsFor' in decision) return [describeParked(input, decision.waitsFor, keeping)];
    const externalId = externalIdOf(prepared);
    if (!hasOpenFailures || externalId === null || !meaningOf(decision.outcome).isApplied) return [];
    const key = source.replay?.failureKey ?? failureKey(externalId, () => '');
    return [{ kind: 'applied', key, observedAt: observedAtOf(input.source, input.page) }];
  });
}

/** Nothing is wrong with it: it is kept until what it waits for is here. */
function describeParked(input: Input, waitsFor: WaitsFor, keeping: Keeping): FailedRecord {
  const { name, to } = waitsFor;
  const message = `${name}: the ${to.recordType} of ${to.stream} that it names is not here`;
  const problem = describeProblem(new SyncError('record.parent_missing', message));
  return { ...describeFailed(input, problem, keeping), stage: 'write', waitsFor };
}

function describeFailed(input: Input, found: Problem, { digest, sensitive }: Keeping): FailedRecord {
  const { source, prepared } = input;
  const externalId = externalIdOf(prepared);
  const { stage, mapped } = placeOf(prepared);
  const hasNothing = source.refusal !== undefined || source.gone !== undefined;
  const raw = hasNothing && source.data === null ? null : JSON.stringify(source.data);
  const problem = { ...found, message: storableText(found.message) };
  const pattern = errorPattern(problem.message);
  return {
    kind: 'failed',
    key: source.replay?.failureKey ?? failureKey(externalId, () => digest(raw ?? ''), problem.code),
    externalId,
    observedAt: observedAtOf(input.source, input.page),
    stage,
    problem,
    pattern,
    groupKey: digest(`${problem.code}\n${pattern}`),
    // A replay brings nothing that is not kept already.
    payload:
      raw === null || source.replay !== undefined
        ? null
        : { raw: sensitive.sealRaw(raw), digest: digest(raw), ...replayFields(source) },
    mapped: mapped === undefined ? null : sensitive.sealMapped(mapped),
  };
}

/** Where on its way a record failed. */
function placeOf(prepared: PreparedRecord): {
  readonly stage: FailureStage;
  readonly mapped?: string | undefined;
} {
  if (prepared.kind !== 'failed' || prepared.outcome !== 'rejected') return { stage: 'read' };
  const { mapped, problem } = prepared;
  if (problem.code === 'record.schema_violation') return { stage: 'validation', mapped };
  return { stage: mapped === undefined ? 'map' : 'write', mapped };
}

function replayFields({ version, modifiedAt }: Input['source']) {
  return {
    version,
    modifiedAt: modifiedAt === null ? null : storableText(modifiedAt),
  };
}
