import type { PageFetched } from '@evenkeel/contracts-messages';
import {
  decideFailures,
  errorPattern,
  failureKey,
  meaningOf,
  storableText,
  type AppliedRecord,
  type FailedRecord,
  type PagePlan,
  type PlannedInput,
  type PreparedRecord,
  type SourceRecord,
} from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import type { ApplyContext } from './apply-contexts.js';

/** What was applied, as the transaction that applies it sees it. */
export interface AppliedGroup {
  readonly pages: readonly PageFetched[];
  /** One for each page, in their order. */
  readonly prepared: readonly { readonly records: readonly PreparedRecord[] }[];
  readonly plan: PagePlan;
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
  const [first] = group.pages;
  const records = describeRecords(group, digest);
  if (first === undefined || records.length === 0) return;
  const { executionId } = first;
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
  { pages, prepared, plan, hasOpenFailures }: AppliedGroup,
  digest: (text: string) => string,
): readonly (FailedRecord | AppliedRecord)[] {
  return pages.flatMap((page, pageIndex) =>
    (plan.inputs[pageIndex] ?? []).flatMap((input, index): (FailedRecord | AppliedRecord)[] => {
      const source = page.records[index];
      const record = prepared[pageIndex]?.records[index];
      if (source === undefined || record === undefined) throw new Error('An input has no record');
      const observedAt = source.replay?.observedAt ?? page.observedAt;
      if (input.problem !== null) return [describeFailed({ source, record, input, observedAt }, digest)];
      const { externalId, outcome } = input;
      if (!hasOpenFailures || externalId === null || !meaningOf(outcome).isApplied) return [];
      const key = source.replay?.failureKey ?? failureKey(externalId, () => '');
      return [{ kind: 'applied', key, observedAt }];
    }),
  );
}

interface FailedInput {
  readonly source: SourceRecord;
  readonly record: PreparedRecord;
  readonly input: PlannedInput;
  readonly observedAt: string;
}

function describeFailed(
  { source, record, input, observedAt }: FailedInput,
  digest: (text: string) => string,
): FailedRecord {
  if (input.problem === null || record.kind !== 'failed') throw new Error('The input did not fail');
  const raw = source.refusal !== undefined && source.data === null ? null : JSON.stringify(source.data);
  const problem = { ...input.problem, message: storableText(input.problem.message) };
  const pattern = errorPattern(problem.message);
  return {
    kind: 'failed',
    key: source.replay?.failureKey ?? failureKey(input.externalId, () => digest(raw ?? '')),
    externalId: input.externalId,
    observedAt,
    stage: record.outcome !== 'rejected' ? 'read' : record.mapped === undefined ? 'map' : 'write',
    problem,
    pattern,
    groupKey: digest(`${problem.code}\n${pattern}`),
    // A replay brings nothing that is not kept already.
    payload:
      raw === null || source.replay !== undefined
        ? null
        : { raw, digest: digest(raw), ...replayFields(source) },
    mapped: record.mapped ?? null,
  };
}

function replayFields({ version, modifiedAt }: SourceRecord) {
  return {
    version: version !== null && Number.isFinite(version) ? version : null,
    modifiedAt: modifiedAt === null ? null : storableText(modifiedAt),
  };
}
