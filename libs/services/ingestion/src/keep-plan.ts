import type { PageFetched } from '@evenkeel/contracts-messages';
import {
  CHANGES_KEPT,
  countBuckets,
  diffFields,
  entryKey,
  followPlan,
  indexEntries,
  isWritten,
  meaningOf,
  packEntries,
  shortBase,
  shortTarget,
  sliceMeaning,
  versionTarget,
  type Bucket,
  type Chunk,
  type JsonObject,
  type PagePlan,
  type PlanEntry,
  type PlanId,
  type PlanLookup,
  type PlannedInput,
  type PreparedPage,
  type PreparedRecord,
  type ReferenceState,
  type ComingRecord,
} from '@evenkeel/domain';
import { Digest, type PlanChange, type Transaction } from '@evenkeel/ports';

/** Plans that are being carried out and whose entries this process holds. */
const MOST_HELD = 4;

/** Whether a record may be written over what is here. */
export type Permits = (coming: ComingRecord, reference: ReferenceState | undefined) => boolean;

/** A page group as it was decided, by the references that were found. */
export interface DecidedGroup {
  readonly chunk: Chunk;
  readonly pages: readonly PageFetched[];
  readonly prepared: readonly PreparedPage[];
  readonly plan: PagePlan;
  readonly references: ReadonlyMap<string, ReferenceState>;
}

interface DecidedInput {
  readonly input: PlannedInput;
  readonly record: PreparedRecord;
  readonly bucket: Bucket;
  readonly reference: ReferenceState | undefined;
}

/** Puts pages into a plan instead of the store, and tells what a plan that is carried out lets be written. */
export class KeepPlan {
  private readonly lookups = new Map<PlanId, PlanLookup>();

  constructor(private readonly digest: Digest) {}

  /** Undefined where the chunk follows no plan. */
  async permitsOf(tx: Transaction, { plan }: Chunk): Promise<Permits | undefined> {
    if (plan?.role !== 'follow') return undefined;
    const held = this.lookups.get(plan.planId);
    const lookup = held ?? indexEntries(await tx.plans.entries(plan.planId));
    const [oldest] = this.lookups.keys();
    if (held === undefined && this.lookups.size >= MOST_HELD && oldest !== undefined)
      this.lookups.delete(oldest);
    this.lookups.set(plan.planId, lookup);
    return followPlan(lookup, (text) => this.digest.of(text));
  }

  /** Keeps what would happen to each record; gives the page plan under which nothing does. */
  async keepAll(tx: Transaction, planId: PlanId, group: DecidedGroup): Promise<PagePlan> {
    const decided = group.plan.inputs.map((inputs, page) =>
      inputs.map((input, index) => this.decided(group, { input, page, index })),
    );
    await this.write(tx, planId, group, decided);
    const inputs = group.plan.inputs.map((page) =>
      page.map((input): PlannedInput => ({ ...input, outcome: 'planned', problem: null })),
    );
    return { creates: [], updates: [], sightings: [], inputs };
  }

  /** Keeps the records that have moved since the plan that is followed was made. */
  async keepMoved(tx: Transaction, planId: PlanId, group: DecidedGroup): Promise<void> {
    const decided = group.plan.inputs.map((inputs, page) =>
      inputs.flatMap((input, index) =>
        input.outcome === 'planned' ? [this.decided(group, { input, page, index })] : [],
      ),
    );
    if (decided.some((page) => page.length > 0)) await this.write(tx, planId, group, decided);
  }

  private decided(
    { chunk, prepared, references }: DecidedGroup,
    { input, page, index }: { readonly input: PlannedInput; readonly page: number; readonly index: number },
  ): DecidedInput {
    const record = prepared[page]?.records[index];
    if (record === undefined) throw new Error('An input has no record');
    const reference = references.get(input.externalId ?? '');
    const moved = reference === undefined ? 'new' : 'changed';
    const bucket = input.outcome === 'planned' ? moved : meaningOf(input.outcome).bucket;
    const isRetry = sliceMeaning(chunk.slice).isRepair && isWritten(bucket);
    return { input, record, reference, bucket: isRetry ? 'retry' : bucket };
  }

  private async write(
    tx: Transaction,
    planId: PlanId,
    { chunk, pages }: DecidedGroup,
    decided: readonly (readonly DecidedInput[])[],
  ): Promise<void> {
    await tx.plans.addPages(
      pages.map(({ pageNo }, page) => {
        const inputs = decided[page] ?? [];
        const entries = inputs.map((input) => this.toEntry(input));
        const details = inputs.filter(({ record, bucket }) => record.kind === 'listed' && isWritten(bucket));
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
    const telling = decided.flat().filter(({ bucket }) => isWritten(bucket) || bucket === 'rejected');
    await tx.plans.addChanges(planId, await describeChanges(tx, telling.slice(0, Math.max(0, room))));
  }

  private targetOf(record: PreparedRecord): string | null {
    if (record.kind === 'listed') return versionTarget(record.version, (text) => this.digest.of(text));
    return record.kind === 'ready' ? shortTarget(record.write.contentHash) : null;
  }

  private toEntry({ input, record, bucket, reference }: DecidedInput): PlanEntry {
    return {
      bucket,
      key: entryKey(input.externalId, (text) => this.digest.of(text)),
      base: reference === undefined ? null : shortBase(reference.contentHash),
      target: isWritten(bucket) ? this.targetOf(record) : null,
    };
  }
}

async function describeChanges(
  tx: Transaction,
  decided: readonly DecidedInput[],
): Promise<readonly PlanChange[]> {
  const known = decided.flatMap(({ reference }) => (reference === undefined ? [] : [reference.recordId]));
  const here = known.length === 0 ? new Map<string, JsonObject>() : await tx.records.dataOf(known);
  return decided.map(({ input, record, bucket, reference }) => ({
    externalId: input.externalId,
    bucket,
    fields:
      record.kind === 'ready'
        ? diffFields(
            here.get(reference?.recordId ?? '') ?? {},
            JSON.parse(record.write.dataText) as JsonObject,
          )
        : [],
    problem: input.problem,
  }));
}
