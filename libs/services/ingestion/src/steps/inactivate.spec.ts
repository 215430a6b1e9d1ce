import { hold, isBlocked } from '@evenkeel/conformance';
import type { PageFetched } from '@evenkeel/contracts-messages';
import type { CandidateReading, Chunk, ReferenceSet, Slice } from '@evenkeel/domain';
import { IngestionWorld, pageOf, saying, type Claimed } from '../testing/ingestion-world.js';

const world = new IngestionWorld();
const SEEN = '2026-11-01T12:00:00.000Z';
const LOOKED = '2026-11-02T12:00:00.000Z';
const SLICE = { kind: 'close_out', fromPage: 0, pages: 1, reread: true, control: null } as const;

/** Records that are stored, and a claimed chunk of a close-out of them. */
async function closingOut(
  externalIds: readonly string[],
  slice: Slice = SLICE,
  failing: readonly string[] = [],
): Promise<Claimed> {
  const first = await world.claimed();
  const records = externalIds.map((id) => saying(id, 'here'));
  await world.apply(pageOf(first, 0, records, { observedAt: SEEN, cursorOut: null }));
  await endOf(first);
  if (failing.length > 0) await failToApply(first, failing);
  const claimed = await world.claimedOf(first.job, {}, slice);
  const { id, jobId } = claimed.execution;
  const since = new Date(Date.now() + 60_000);
  await world.tenant.transaction(async (tx) => {
    await tx.candidates.freeze({ id, jobId, since }, setOf(claimed));
    const judgement = { complete: true, reason: null, active: 9, candidates: externalIds.length, since };
    await tx.closeOuts.saveJudgement({ executionId: id, jobId, ...judgement });
  });
  await world.published();
  return claimed;
}

async function failToApply({ job }: Claimed, externalIds: readonly string[]): Promise<void> {
  const run = await world.claimedOf(job, {});
  const records = externalIds.map((id) => saying(id, '\u0000'));
  await world.apply(pageOf(run, 0, records, { observedAt: SEEN, cursorOut: null }));
  await endOf(run);
}

async function endOf({ execution }: Claimed): Promise<void> {
  await world.tenant.transaction((tx) => tx.executions.save({ ...execution, status: 'completed' }));
}

function setOf({ job }: Claimed): ReferenceSet {
  const { stream, recordType } = job.definition;
  return { connectionId: job.connectionId, stream, recordType };
}

async function lookedAt(
  claimed: Claimed,
  found: Readonly<Record<string, CandidateReading['found']>>,
  changes: Partial<PageFetched> = {},
): Promise<PageFetched> {
  const candidates = await world.tenant.transaction((tx) => tx.candidates.ofPage(claimed.execution.id, 0));
  const records = Object.entries(found).flatMap(([id, what]) =>
    what === 'still_there' ? [saying(id, 'here')] : [],
  );
  return pageOf(claimed, 0, records, {
    observedAt: LOOKED,
    cursorOut: null,
    candidates: candidates.map(({ referenceId, externalId, observedAt }) => ({
      referenceId,
      externalId,
      observedAt,
      found: found[externalId] ?? 'gone',
    })),
    ...changes,
  });
}

const verdictsOf = async ({ execution }: Claimed) =>
  (await world.tenant.transaction((tx) => tx.closeOuts.find(execution.id)))?.verdicts;
const inactive = async (claimed: Claimed) => {
  const references = await world.tenant.transaction((tx) =>
    tx.references.find(setOf(claimed), ['a', 'b', 'c', 'd']),
  );
  return references.filter((each) => each.inactive).map(({ externalId }) => externalId);
};
const inEpoch = ({ epoch }: Chunk, by: number) => ({ epoch: epoch + by });

describe('a page of a close-out', () => {
  it('delivered twice is applied once', async () => {
    const claimed = await closingOut(['a', 'b']);
    const page = await lookedAt(claimed, {});
    await world.apply(page);
    const once = [await world.everything(claimed), await verdictsOf(claimed), await inactive(claimed)];
    await world.apply(page, page);
    expect([await world.everything(claimed), await verdictsOf(claimed), await inactive(claimed)]).toEqual(
      once,
    );
  });

  it('inactivates what is gone, keeps its payload, and counts it', async () => {
    const claimed = await closingOut(['a', 'b', 'c']);
    await world.apply(await lookedAt(claimed, { b: 'still_there', c: 'unreadable' }));
    expect(await inactive(claimed)).toEqual(['a']);
    expect(await world.words(claimed)).toEqual({ a: 'here', b: 'here', c: 'here' });
    expect(await verdictsOf(claimed)).toMatchObject({ inactivated: 1, still_there: 1, unreadable: 1 });
    expect(await world.chunk(claimed)).toMatchObject({
      state: 'applied',
      fetched: 1,
      outcomes: { unchanged: 1 },
    });
    expect(world.meter.values.get('records_inactivated_total')).toBeGreaterThan(0);
  });

  it('closes the failures of what is gone, and of nothing else', async () => {
    const claimed = await closingOut(['a', 'b'], SLICE, ['a', 'b', 'never stored']);
    await world.apply(await lookedAt(claimed, { b: 'unreadable' }));
    expect(await inactive(claimed)).toEqual(['a']);
    const failures = await world.failures(claimed.job);
    expect(failures.map(({ externalId, state }) => [externalId, state])).toEqual([
      ['a', 'resolved'],
      ['b', 'retrying'],
      ['never stored', 'retrying'],
    ]);
  });

  it.each([
    ['another epoch', (claimed: Claimed) => inEpoch(claimed.chunk, 1)],
    ['an earlier attempt', (claimed: Claimed) => ({ attempt: claimed.chunk.attempt - 1 })],
    ['another place in the chain', () => ({ cursorIn: '7' })],
  ])('of %s inactivates nothing', async (_, changes) => {
    const claimed = await closingOut(['a']);
    await world.apply(await lookedAt(claimed, {}, changes(claimed)));
    expect(await inactive(claimed)).toEqual([]);
  });

  it('of an execution that was cancelled inactivates nothing', async () => {
    const claimed = await closingOut(['a']);
    const page = await lookedAt(claimed, {});
    await world.tenant.transaction((tx) => tx.chunks.abandonAll(claimed.execution.id));
    await world.apply(page);
    expect(await inactive(claimed)).toEqual([]);
  });

  it('keeps a record that was seen since it was looked at, although nothing of it changed', async () => {
    const claimed = await closingOut(['a', 'b']);
    const page = await lookedAt(claimed, {});
    await readAlone(claimed, 'a', LOOKED);
    await world.apply(page);
    expect(await inactive(claimed)).toEqual(['b']);
    expect(await verdictsOf(claimed)).toMatchObject({ inactivated: 1, changed_since: 1 });
  });

  it('waits for whoever writes one of its records, and keeps that', async () => {
    const claimed = await closingOut(['a', 'b']);
    const page = await lookedAt(claimed, {});
    const held = await hold(world.tenant, async (tx) => {
      const [reference] = await tx.references.lock(setOf(claimed), ['a']);
      await tx.references.touch([reference!.id], LOOKED);
    });
    const applying = world.apply(page);
    expect(await isBlocked(applying)).toBe(true);
    await held.commit();
    await applying;
    expect(await inactive(claimed)).toEqual(['b']);
  });
});

/** A run of one named record beside whatever goes on. */
async function readAlone(claimed: Claimed, id: string, observedAt: string, word = 'here'): Promise<Claimed> {
  const single = await world.claimedOf(
    claimed.job,
    { lane: 'single', scope: { kind: 'single', externalIds: [id] } },
    { kind: 'ids', externalIds: [id] },
  );
  await world.apply(pageOf(single, 0, [saying(id, word)], { observedAt, cursorOut: null }));
  return single;
}

describe('a record that was gone', () => {
  it.each(['here', 'changed'])('is active again when it reappears, saying "%s"', async (word) => {
    const claimed = await closingOut(['a']);
    await world.apply(await lookedAt(claimed, {}));
    await endOf(claimed);
    const listing = await world.claimedOf(claimed.job);
    await world.apply(pageOf(listing, 0, [saying('a', word)], { observedAt: '2026-11-03T12:00:00.000Z' }));
    expect(await inactive(claimed)).toEqual([]);
    expect(await world.words(claimed)).toEqual({ a: word });
    expect(await world.outcomes(listing)).toMatchObject([{ externalId: 'a', outcome: 'reactivated' }]);
    expect(await world.chunk(listing)).toMatchObject({ outcomes: { reactivated: 1 } });
  });

  it('stays gone for what was read before it was missed', async () => {
    const claimed = await closingOut(['a']);
    await world.apply(await lookedAt(claimed, {}));
    const single = await readAlone(claimed, 'a', '2026-11-01T18:00:00.000Z', 'late');
    expect(await inactive(claimed)).toEqual(['a']);
    expect(await world.chunk(single)).toMatchObject({ outcomes: { superseded: 1 } });
  });
});
