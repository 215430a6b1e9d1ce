import {
  CHANGES_KEPT,
  countBuckets,
  diffFields,
  entryKey,
  externalIdOf,
  isForeseen,
  isWritten,
  meaningOf,
  packEntries,
  parseJson,
  problemOf,
  shortBase,
  sliceMeaning,
  targetOf,
  type Bucket,
  type Decision,
  type JsonObject,
  type PlanEntry,
  type PlanId,
  type PreparedRecord,
  type SensitiveFields,
} from '@evenkeel/domain';
import type { PlanChange, Transaction } from '@evenkeel/ports';
import type { SensitiveValues } from '../pages/sensitive-values.js';
import { inputsByPage, type DecidedGroup, type Input } from '../pages/page-group.js';

interface PlanToFill {
  readonly planId: PlanId;
  readonly digest: (text: string) => string;
  readonly sensitive: Pick<SensitiveValues, 'fields'>;
}

type Ready = Extract<PreparedRecord, { readonly kind: 'ready' }>;
type BucketedInput = Input & { readonly bucket: Bucket };

/** Keeps what would happen to each input of the group, and the first changes in full. */
export async function addToPlan(
  tx: Transaction,
  { planId, digest, sensitive }: PlanToFill,
  { chunk, pages, inputs }: Pick<DecidedGroup, 'chunk' | 'pages' | 'inputs'>,
): Promise<void> {
  const isRepair = sliceMeaning(chunk.slice).isRepair;
  const bucketed = inputs
    .filter(({ source }) => source.overlap !== true)
    .map((input) => ({ ...input, bucket: bucketOf(input, isRepair) }));
  await tx.plans.addPages(
    Array.from(inputsByPage({ pages, inputs: bucketed }), ([{ pageNo }, ofPage]) => {
      const entries = ofPage.map((input) => toEntry(input, digest));
      const details = ofPage.filter(
        ({ prepared, bucket }) => prepared.kind === 'listed' && isWritten(bucket),
      );
      return {
        planId,
        chunkId: chunk.id,
        pageNo,
        counts: countBuckets(entries),
        entries: packEntries(entries),
        details: details.length,
      };
    }),
  );
  const room = CHANGES_KEPT - (await tx.plans.countChanges(planId, CHANGES_KEPT));
  const telling = bucketed.filter(({ bucket }) => isWritten(bucket) || bucket === 'rejected');
  await tx.plans.addChanges(
    planId,
    await describeChanges(tx, telling.slice(0, Math.max(0, room)), sensitive.fields),
  );
}

function bucketOf({ prepared, known, decision }: Input, isRepair: boolean): Bucket {
  if (prepared.kind === 'gone' && decision.outcome === 'planned') return 'inactive_candidate';
  const moved = known.reference === undefined ? 'new' : 'changed';
  const bucket = decision.outcome === 'planned' ? moved : meaningOf(decision.outcome).bucket;
  return isRepair && isWritten(bucket) ? 'retry' : bucket;
}

function toEntry({ prepared, known, bucket }: BucketedInput, digest: (text: string) => string): PlanEntry {
  return {
    bucket,
    key: entryKey(externalIdOf(prepared), digest),
    base: known.reference === undefined ? null : shortBase(known.reference.contentHash),
    target: isForeseen(bucket) ? targetOf(prepared, digest) : null,
  };
}

async function describeChanges(
  tx: Transaction,
  inputs: readonly BucketedInput[],
  sensitive: SensitiveFields,
): Promise<readonly PlanChange[]> {
  const recordIds = inputs.flatMap((input) => recordIdOf(input) ?? []);
  const here = recordIds.length === 0 ? new Map<string, JsonObject>() : await tx.records.dataOf(recordIds);
  return inputs.map((input) => {
    const { prepared, bucket, decision } = input;
    return {
      externalId: externalIdOf(prepared),
      bucket,
      fields:
        prepared.kind === 'ready'
          ? diffFields(here.get(recordIdOf(input) ?? '') ?? {}, dataToCome(decision, prepared), sensitive)
          : [],
      problem: problemOf(decision),
    };
  });
}

/** Joined with what was changed here, where it was. */
function dataToCome(decision: Decision, { write }: Ready): JsonObject {
  return parseJson(('write' in decision ? decision.write : write).dataText) as JsonObject;
}

function recordIdOf({ known, decision }: Input): string | undefined {
  return decision.kind === 'attach_reference' ? decision.recordId : known.reference?.recordId;
}
