import {
  assertMayPush,
  assertTwoWayStream,
  flowsOf,
  goesIn,
  compileFilter,
  compileFilterOut,
  compileOutMapping,
  compilePairing,
  indexEntries,
  pairs,
  parseSensitive,
  sensitiveSources,
  canonicalText,
  leaveOut,
  maskedTargets,
  paceOf,
  policyOf,
  precautionsOf,
  referenceSetOf,
  schemaViolation,
  SyncError,
  type BeforeWriteRules,
  type ChunkPlan,
  type Job,
  type JsonObject,
  type JobDefinition,
  type PushRules,
  type PushSlice,
  type RecordType,
} from '@evenkeel/domain';
import { inboundMapping, RecordChecks, writableOf, type TypeCheck } from '@evenkeel/operations';
import type { PushPage, StreamWrites, Transaction } from '@evenkeel/ports';
import { foreseePage } from '../pushing/foresee-page.js';
import type { PushPairing } from '../pushing/hold-unpaired.js';
import { freezePage, type FollowedSends, type Freezing } from '../pushing/freeze-page.js';
import { lockClaimed } from '../pushing/lock-claimed.js';
import { PARALLEL } from '../pushing/calls.js';
import { sendPage } from '../pushing/send-page.js';
import type { ChunkSource, SourceNeeds } from './source-needs.js';

const DEFAULT_PAGE_SIZE = 100;
const MOST_PAGE_SIZE = 1_000;
const checks = new RecordChecks();

/** Pages of records that are written to the provider. A cursor is the id of the record behind which its page begins. */
export async function pushSource(needs: SourceNeeds, slice: PushSlice): Promise<ChunkSource> {
  const { stream, job, execution, chunk, tenant, reading, nextId, callTimes, monotonicMs } = needs;
  const { writes } = stream;
  const writable = writableOf(stream);
  assertMayPush(job.definition, writable);
  if (writes === undefined) throw new Error('A stream without writes was not refused');
  const isRead = job.definition.direction === 'bidirectional';
  if (isRead) assertTwoWayStream(job.definition, writable);
  const { freezing, before } = await freezingOf(needs, slice, writes);
  const { delayBetweenBatchesMs: mostMs, isSpaced } = paceOf(execution.path, job.definition);
  const sending = {
    ...{ tenant, writes, stream, chunk, reading, before, writesOver: !isRead, nextId },
    ...{ callTimes, monotonicMs },
  };
  return {
    page: async (cursor) => {
      if (cursor === null && !isRead) await assertUnpaired(needs, freezing);
      const page = await frozenPage(needs, freezing, cursor);
      if (chunk.plan?.role !== 'make') await sendPage(sending, page);
      return { records: [], pushed: page.entries.length, next: page.cursorOut, bound: null };
    },
    delays: { mostMs, spacingMs: isSpaced ? needs.callSpacingMs : undefined },
  };
}

/** As many records as are under way at the same time, where calls take several of them. */
function pageSizeFor({ batchSizes }: StreamWrites['abilities']): number {
  const atOnce = PARALLEL * Math.max(...Object.values(batchSizes), 1);
  return Math.min(MOST_PAGE_SIZE, Math.max(DEFAULT_PAGE_SIZE, atOnce));
}

function twoWayOf({ definition, revision }: Job): PushRules['twoWay'] {
  if (definition.direction !== 'bidirectional') return undefined;
  const { lists } = policyOf(definition);
  return { join: { lists, flows: flowsOf(definition.mapping) }, mappingRevision: revision };
}

/** As it was frozen by this attempt or an earlier one. */
async function frozenPage(
  { tenant, chunk }: SourceNeeds,
  freezing: Freezing,
  cursorIn: string | null,
): Promise<PushPage> {
  return tenant.transaction(async (tx) => {
    await lockClaimed(tx, chunk);
    const place = { chunkId: chunk.id, cursorIn };
    const frozen = await tx.pushPages.find(place);
    if (frozen !== undefined) return frozen;
    const { plan } = chunk;
    if (plan?.role !== 'make') return freezePage(tx, freezing, place);
    return foreseePage(tx, { freezing, plan }, place);
  });
}

/** Before anything of a set is written: where the provider has records, each of ours would be there a second time. */
async function assertUnpaired({ tenant, stream, job }: SourceNeeds, { set }: Freezing): Promise<void> {
  // What may be one is held, record by record.
  if (job.definition.createsUnpaired || pairs(job.definition)) return;
  if (await tenant.transaction((tx) => tx.pushPages.hasBegun(set))) return;
  const { records, next } = await stream.readPage({ cursor: null, pageSize: 1, since: null });
  if (records.length === 0 && next === null) return;
  const message = `The stream "${set.stream}" has records already, and none of them is known to be one of ours`;
  throw new SyncError('run.pairing_required', message);
}

interface Pushing {
  readonly freezing: Freezing;
  readonly before: BeforeWriteRules;
}

function pairingOf(definition: JobDefinition, keyed: (text: string) => string): PushPairing | undefined {
  if (!pairs(definition)) return undefined;
  const { keyHere } = compilePairing(definition);
  return {
    keyOf: (data) => {
      const key = keyHere(data);
      return key === undefined ? null : keyed(key);
    },
  };
}

async function freezingOf(
  needs: SourceNeeds,
  slice: PushSlice,
  { abilities }: StreamWrites,
): Promise<Pushing> {
  const { tenant, job, execution, chunk, nextId, keyed } = needs;
  const { definition } = job;
  const set = referenceSetOf(job);
  const { plan } = chunk;
  const isFollowing = plan?.role === 'follow' && plan.pairs !== true;
  const { type, definitions, follows } = await tenant.transaction(async (tx) => ({
    type: await tx.recordTypes.ofExecution(execution.id),
    definitions: await tx.pushPages.definitions(),
    follows: isFollowing ? await loadFollowed(tx, plan) : undefined,
  }));
  const { rules, before } = rulesOf(needs, {
    abilities,
    type,
    masked: maskedTargets(definitions, set.recordType),
  });
  // What suits a listing says nothing of how many may be frozen at once.
  const pageSize = definition.pageSize ?? pageSizeFor(abilities);
  const { id: executionId, jobId } = execution;
  const { deleteCeiling } = definition;
  const freezing: Freezing = {
    ...{ jobId, executionId, set, slice, pageSize, rules, deleteCeiling, abilities, nextId },
    digest: keyed,
    pairing: pairingOf(definition, keyed),
    follows,
    sensitive: sensitiveSources(definition.mapping, parseSensitive(type?.sensitive ?? [])),
  };
  return { freezing, before };
}

async function loadFollowed(
  tx: Transaction,
  { planId, movedInto }: Extract<ChunkPlan, { readonly role: 'follow' }>,
): Promise<FollowedSends> {
  const isApproved = (await tx.plans.find(planId))?.state === 'approved';
  return { find: indexEntries(await tx.plans.entries(planId)), movedInto, isApproved };
}

interface RulesFrom extends Pick<StreamWrites, 'abilities'> {
  readonly type: RecordType | undefined;
  readonly masked: ReturnType<typeof maskedTargets>;
}

/** What is decided by before a page is frozen, and before each of its calls. */
function rulesOf(
  { job, stream }: SourceNeeds,
  { abilities, type, masked }: RulesFrom,
): { readonly rules: PushRules; readonly before: BeforeWriteRules } {
  const { definition } = job;
  const clean = (data: JsonObject) => leaveOut(data, masked);
  const mapOut = compileOutMapping(definition.mapping);
  const map = (data: JsonObject) => mapOut(clean(data));
  const precautions = precautionsOf(definition, { ...writableOf(stream), abilities });
  const twoWay = twoWayOf(job);
  const rules: PushRules = {
    filter: twoWay ? compileFilterOut(definition.filter, map) : compileFilter(definition.filter),
    map,
    check: checkOf(checks.of(type)),
    policy: definition.writePolicy,
    deletePolicy: definition.deletePolicy,
    abilities,
    precautions,
    twoWay,
  };
  // What is only sent is compared with nothing that is read.
  const isRead = goesIn(definition.mapping);
  const mapIn = isRead ? inboundMapping(definition, type, { hash: NO_HASH }) : (data: JsonObject) => data;
  const before: BeforeWriteRules = {
    ...precautions,
    writesOver: twoWay === undefined,
    mapIn: (data) => clean(mapIn(data)),
    clean,
    join: twoWay?.join ?? { lists: [] },
  };
  return { rules, before };
}

/** What is hashed never goes out, so that it is not compared. */
const NO_HASH = () => '';

function checkOf(check: TypeCheck | undefined): PushRules['check'] {
  return (data) => {
    const failures = check?.check(canonicalText(data)) ?? [];
    return check === undefined || failures.length === 0 ? undefined : schemaViolation(check, failures);
  };
}
