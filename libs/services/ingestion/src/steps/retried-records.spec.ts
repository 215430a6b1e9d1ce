import { seedJob } from '@evenkeel/conformance';
import type { Job, Slice, SourceRecord } from '@evenkeel/domain';
import { IngestionWorld, pageOf, saying, type Claimed } from '../testing/ingestion-world.js';

const world = new IngestionWorld();
const unanswered = (externalId: string): SourceRecord => ({
  externalId,
  version: null,
  modifiedAt: null,
  data: null,
  refusal: { code: 'provider.timeout', message: 'No answer within 30 s' },
});
const retry = (round: number): Slice => ({ kind: 'retry', round, judged: true, externalIds: ['b'] });

async function claimed(slice: Slice, of?: Job): Promise<Claimed> {
  const job = of ?? (await seedJob(world.tenant)).job;
  return world.claimedOf(job, { lane: 'single' }, slice);
}

const named = { kind: 'ids', externalIds: ['a', 'b'] } as const;

describe('a record that got no answer', () => {
  it('delivered twice, is to be tried again once, and kept as a failure meanwhile', async () => {
    const run = await claimed(named);
    const page = pageOf(run, 0, [saying('a', 'hello'), unanswered('b')], { cursorOut: null });
    await Promise.all([world.apply(page), world.apply(page)]);
    expect(await world.chunk(run)).toMatchObject({
      state: 'applied',
      fetched: 2,
      outcomes: { created: 1, retried: 1, errored: 0 },
    });
    expect(await world.outcomes(run)).toMatchObject([
      { externalId: 'b', outcome: 'retried', problem: { code: 'provider.timeout', errorClass: 'transient' } },
    ]);
    expect(await world.failures(run.job)).toMatchObject([
      { externalId: 'b', state: 'retrying', executions: 1, stage: 'read', raw: null },
    ]);
  });

  it('is no failure any more once a later try applies it', async () => {
    const { job } = await claimed(named);
    const first = await claimed(named, job);
    await world.apply(pageOf(first, 0, [unanswered('b')], { cursorOut: null }));
    const second = await claimed(retry(1), job);
    const observedAt = '2026-11-01T12:00:02.000Z';
    await world.apply(pageOf(second, 0, [saying('b', 'at last')], { cursorOut: null, observedAt }));
    expect(await world.chunk(second)).toMatchObject({ fetched: 0, replayed: 1, outcomes: { created: 1 } });
    expect(await world.failures(job)).toMatchObject([{ externalId: 'b', state: 'resolved' }]);
    expect(await world.words(second)).toEqual({ b: 'at last' });
  });

  it('is in the error log of its run, with each of its tries, also where one succeeded', async () => {
    const run = await claimed(named);
    const page = pageOf(run, 0, [unanswered('b'), saying('a', 'hello')], { cursorOut: null });
    await Promise.all([world.apply(page), world.apply(page)]);
    const { items } = await world.tenant.transaction((tx) =>
      tx.errorLog.list(run.execution.id, { after: null, limit: 10 }),
    );
    expect(items).toMatchObject([
      { phase: 'fetching', externalId: 'b', attempt: 1, problem: { code: 'provider.timeout' } },
    ]);
  });

  it('fails with the last of its tries', async () => {
    const run = await claimed(retry(3));
    await world.apply(pageOf(run, 0, [unanswered('b')], { cursorOut: null }));
    expect(await world.chunk(run)).toMatchObject({ replayed: 1, outcomes: { retried: 0, errored: 1 } });
  });

  it('is not seen by that: a close-out that goes on at the same time still takes it for gone', async () => {
    const { job } = await claimed(named);
    const before = await claimed({ kind: 'whole' }, job);
    await world.apply(pageOf(before, 0, [saying('late', 'old')], { cursorOut: null }));
    const run = await claimed(named, job);
    const observedAt = '2026-11-01T13:00:00.000Z';
    await world.apply(pageOf(run, 0, [unanswered('late')], { cursorOut: null, observedAt }));
    const [reference] = await world.database.rows<{ observed: Date }>(
      `select observed_at as observed from external_reference where external_id = 'late'`,
    );
    expect(reference?.observed.toISOString()).toBe('2026-11-01T12:00:00.000Z');
  });

  it('counts as failed for the run only with its last try', async () => {
    const many = Array.from({ length: 12 }, (_, nth) => unanswered(`c${nth}`));
    const first = await claimed(named);
    await world.apply(pageOf(first, 0, many, { cursorOut: null }));
    expect(await world.chunk(first)).toMatchObject({ state: 'applied', outcomes: { retried: 12 } });
    const last = await claimed(retry(3));
    await world.apply(pageOf(last, 0, many, { cursorOut: null }));
    expect(await world.chunk(last)).toMatchObject({ state: 'failed', outcomes: { errored: 12 } });
    const before = await claimed({ kind: 'retry', round: 3, judged: false, externalIds: [] });
    await world.apply(pageOf(before, 0, many, { cursorOut: null }));
    expect(await world.chunk(before)).toMatchObject({ state: 'applied', outcomes: { errored: 12 } });
  });
});
