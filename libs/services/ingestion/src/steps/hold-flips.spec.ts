import { counts } from '@evenkeel/conformance';
import { canonicalText, fieldsOfRuns, type EngineWrite, type JsonObject } from '@evenkeel/domain';
import { IngestionWorld, pageOf, sourceRecord, type Claimed } from '../testing/ingestion-world.js';

const world = new IngestionWorld();
const at = (second: number) => `2026-11-01T12:00:${String(second).padStart(2, '0')}.000Z`;
const person = (city: string) => sourceRecord('p', { data: { name: 'Ann', city } });

async function run(city: string, { before, second }: { before?: Claimed; second: number }): Promise<Claimed> {
  const claimed =
    before === undefined
      ? await world.claimed({
          direction: 'bidirectional',
          conflictPolicy: { strategy: 'source_wins', flipFlopLimit: 1 },
        })
      : await world.claimedOf(before.job, { lane: 'single', scope: { kind: 'full' } });
  await world.apply(pageOf(claimed, 0, [person(city)], { cursorOut: null, observedAt: at(second) }));
  return claimed;
}

const reference = async ({ job }: Claimed) => {
  const [row] = await world.database.rows<{ id: string; record_id: string }>(
    `select e.id::text as id, e.record_id::text as record_id from external_reference e join reference_set s on s.id = e.set_id
     where s.connection_id = $1`,
    [job.connectionId],
  );
  return row!;
};
const outcomesOf = async (claimed: Claimed) => (await world.chunk(claimed)).outcomes;
const cityOf = async (claimed: Claimed) => (await world.contents(claimed))[0]!.data['city'];

/** The engine wrote it to the provider because of another run. */
async function pushed(claimed: Claimed, before: string, after: string, isAsked = false): Promise<void> {
  const { id, record_id: recordId } = await reference(claimed);
  await world.tenant.transaction(async (tx) => {
    const earlier = (await tx.flipFlops.of([id])).get(id)?.writes ?? [];
    const write: EngineWrite = {
      ...{ path: 'city', to: 'remote', isAsked, atMs: (await tx.now()).getTime() },
      before: world.digest(canonicalText(before)),
      after: world.digest(canonicalText(after)),
    };
    await tx.flipFlops.save([
      { referenceId: id, jobId: claimed.job.id, recordId, writes: [...earlier, write], path: null },
    ]);
  });
}

describe('a record that goes back and forth because of the engine (C27)', () => {
  it('is left alone at the flip beyond what is allowed, until a person releases it', async () => {
    const first = await run('Rome', { second: 0 });
    await pushed(first, 'Rome', 'Oslo');
    await world.database.rows(`update record set data = data || '{"city": "Oslo"}'`, []);
    const second = await run('Rome', { before: first, second: 1 });
    expect(await outcomesOf(second)).toEqual(counts({ updated: 1 }));
  });
});
