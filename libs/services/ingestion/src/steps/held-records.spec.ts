import { hold } from '@evenkeel/conformance';
import type { Slice } from '@evenkeel/domain';
import { IngestionWorld, pageOf, saying, type Claimed } from '../testing/ingestion-world.js';

const world = new IngestionWorld();

async function loaded(...ids: readonly string[]): Promise<Claimed> {
  const first = await world.claimed();
  await world.apply(
    pageOf(
      first,
      0,
      ids.map((id) => saying(id, 'one')),
      { cursorOut: null, observedAt: '2026-11-01T12:00:00.000Z' },
    ),
  );
  await world.tenant.transaction((tx) => tx.executions.save({ ...first.execution, status: 'completed' }));
  return first;
}

async function again({ job }: Claimed, slice: Slice, ...ids: readonly string[]): Promise<Claimed> {
  const run = await world.claimedOf(job, { lane: 'single' }, slice);
  const records = ids.map((id) => saying(id, 'two'));
  await world.apply(pageOf(run, 0, records, { cursorOut: null, observedAt: '2026-11-01T13:00:00.000Z' }));
  return run;
}

const idOf = async ({ job }: Claimed, externalId: string) =>
  (
    await world.database.rows<{ id: string }>(
      `select e.record_id::text as id from external_reference e join reference_set s on s.id = e.set_id
       where s.connection_id = $1 and e.external_id = $2`,
      [job.connectionId, externalId],
    )
  )[0]!.id;

it.each([
  // Of a listing what failed is kept, and tried again by the next run.
  ['listed', { kind: 'whole' }, 'errored'],
  ['named', { kind: 'ids', externalIds: ['a', 'b', 'c'] }, 'retried'],
] as const)(
  'of what is %s applies the others after 2 s, and leaves what a session holds for later (C6)',
  async (_, slice, outcome) => {
    const first = await loaded('a', 'b', 'c');
    const id = await idOf(first, 'b');
    const held = await hold(world.tenant, (tx) => tx.recordEdits.lock(id));
    const began = performance.now();
    const run = await again(first, slice, 'a', 'b', 'c');
    const tookMs = performance.now() - began;
    await held.commit();
    expect(tookMs).toBeGreaterThan(1_900);
    const { outcomes } = await world.chunk(run);
    expect(outcomes).toMatchObject({ updated: 2, [outcome]: 1 });
    expect(await world.words(first)).toEqual({ a: 'two', b: 'one', c: 'two' });
    const [error] = await world.database.rows<{ code: string; message: string }>(
      'select code, message from execution_error where execution_id = $1',
      [run.execution.id],
    );
    expect(await world.failures(first.job)).toMatchObject([{ externalId: 'b', state: 'retrying' }]);
    expect(error).toEqual({
      code: 'record.held',
      message: expect.stringMatching(/held by session \d+ \(evenkeel\), whose transaction/) as string,
    });
  },
);

it('waits for a row that is let go of in time', async () => {
  const first = await loaded('a', 'b');
  const held = await hold(world.tenant, async (tx) => tx.recordEdits.lock(await idOf(first, 'b')));
  const applied = again(first, { kind: 'whole' }, 'a', 'b');
  await new Promise((resolve) => setTimeout(resolve, 300));
  await held.commit();
  expect((await world.chunk(await applied)).outcomes).toMatchObject({ updated: 2, retried: 0, errored: 0 });
});
