import { counts } from '@evenkeel/conformance';
import type { JsonObject, Slice, SourceRecord } from '@evenkeel/domain';
import { IngestionWorld, pageOf, sourceRecord, type Claimed } from '../testing/ingestion-world.js';

const world = new IngestionWorld();
const at = (second: number) => new Date(Date.UTC(2026, 10, 1, 12, 0, second)).toISOString();
const LAST: Slice = { kind: 'retry', round: 3, judged: true, externalIds: ['p', 'q'] };

const person = (id: string, data: JsonObject, changes: Partial<SourceRecord> = {}) =>
  sourceRecord(id, { data, ...changes });

async function read(
  records: readonly SourceRecord[],
  { before, second = 0, slice }: { before?: Claimed; second?: number; slice?: Slice } = {},
): Promise<Claimed> {
  const policy = { direction: 'bidirectional', conflictPolicy: { strategy: 'source_wins' } } as const;
  const claimed =
    before === undefined
      ? await world.claimed(policy)
      : await world.claimedOf(before.job, { lane: 'single', scope: { kind: 'full' } }, slice);
  await world.apply(pageOf(claimed, 0, records, { cursorOut: null, observedAt: at(second) }));
  return claimed;
}

const edit = ({ job }: Claimed, data: JsonObject) =>
  world.database.rows(
    `update record r set data = data || $2 from external_reference e join reference_set s on s.id = e.set_id
     where e.record_id = r.id and s.connection_id = $1`,
    [job.connectionId, JSON.stringify(data)],
  );
const outcomesOf = async (claimed: Claimed) => (await world.chunk(claimed)).outcomes;
const words = async (claimed: Claimed) => (await world.contents(claimed)).map(({ data }) => data);

interface Intent {
  readonly state: string;
  readonly sent: JsonObject;
  readonly kind?: 'create' | 'update';
  readonly agreed?: JsonObject;
}

/** A write of a record of ours, or of the one that is here as `p`. */
const open = ({ job, execution }: Claimed, { state, sent, kind = 'create', agreed }: Intent) =>
  world.database.rows(
    `insert into push_intent (id, tenant_id, job_id, set_id, record_id, record_version, kind, data, sent, agreed, call_key, call_position,
       state, execution_id, chunk_id, page_cursor, sent_at, reference_id)
     select gen_random_uuid(), s.tenant_id, $1, s.id, coalesce(e.record_id, 999), 1, $5, '{}', $6, $7, gen_random_uuid(), 0, $3, $2, $2, '',
       engine_now(), e.id
     from reference_set s left join external_reference e on e.set_id = s.id and e.external_id = 'p' and $5 = 'update'
     where s.connection_id = $4`,
    [
      ...[job.id, execution.id, state, job.connectionId, kind, JSON.stringify(sent)],
      agreed === undefined ? null : JSON.stringify(agreed),
    ],
  );

describe('what is read of a record that is being changed at the provider', () => {
  it.each(['sent', 'in_doubt', 'answered'])(
    'is left while the answer is %s, and read anew: an echo is no change there',
    async (state) => {
      const first = await read([person('p', { price: '10' })]);
      await edit(first, { price: '10.005' });
      await open(first, { state, kind: 'update', sent: { price: '10.005' } });
      const rounded = [person('p', { price: '10.01' })];
      const slice: Slice = { kind: 'ids', externalIds: ['p'] };
      const second = await read(rounded, { before: first, second: 1, slice });
      expect(await outcomesOf(second)).toEqual(counts({ retried: 1 }));
      expect(await world.outcomes(second)).toMatchObject([{ problem: { code: 'record.write_open' } }]);
      const third = await read(rounded, { before: first, second: 2, slice: LAST });
      expect(await outcomesOf(third)).toEqual(counts({ in_doubt: 1 }));
      expect(await words(first)).toEqual([{ price: '10.005' }]);
    },
  );

  it('is applied where a person has to say what became of the write', async () => {
    const first = await read([person('p', { name: 'Ann' })]);
    await open(first, { state: 'uncertain', kind: 'update', sent: { name: 'Eve' } });
    const second = await read([person('p', { name: 'Bob' })], { before: first, second: 1 });
    expect(await outcomesOf(second)).toEqual(counts({ updated: 1 }));
  });

  it('costs nothing where it is as it was', async () => {
    const first = await read([person('p', { name: 'Ann' })]);
    world.statements.length = 0;
    await read([person('p', { name: 'Ann' })], { before: first, second: 1 });
    expect(world.statements.filter((sql) => sql.includes('push_intent'))).toEqual([]);
  });
});

describe('what is being created at the provider', () => {
  const known = person('p', { name: 'Ann' });
  const ours = person('q', { name: 'Bob', since: '2026' });
  const other = person('r', { name: 'Cid' });

  it.each([
    ['sent', { retried: 1, created: 1 }],
    ['in_doubt', { retried: 1, created: 1 }],
    ['uncertain', { in_doubt: 1, created: 1 }],
  ])('is not taken for a new record while it is %s', async (state, named) => {
    const first = await read([known]);
    await open(first, { state, sent: { name: 'Bob' } });
    const second = await read([known, ours, other], { before: first, second: 1 });
    expect(await outcomesOf(second)).toEqual(counts({ unchanged: 1, in_doubt: 1, created: 1 }));
    const older = { modifiedAt: '2026-11-01T12:00:00.000Z' };
    const third = await read([ours, person('s', { name: 'Dan' }, older)], {
      ...{ before: first, second: 2 },
      slice: { kind: 'ids', externalIds: ['q', 's'] },
    });
    expect(await outcomesOf(third)).toEqual(counts(named));
    const fourth = await read([ours], { before: first, second: 3, slice: LAST });
    expect(await outcomesOf(fourth)).toEqual(counts({ in_doubt: 1 }));
  });

  it('is read again by a later run, also where that reads only what has changed', async () => {
    const first = await read([known]);
    await open(first, { state: 'uncertain', sent: { name: 'Bob' } });
    await read([ours], { before: first, second: 1 });
    expect(await world.failures(first.job)).toMatchObject([{ externalId: 'q', state: 'retrying' }]);
    await world.database.rows(`update push_intent set state = 'applied' where job_id = $1`, [first.job.id]);
    const later = await read([ours], { before: first, second: 2 });
    expect(await outcomesOf(later)).toEqual(counts({ created: 1 }));
    expect(await world.failures(first.job)).toMatchObject([{ externalId: 'q', state: 'resolved' }]);
  });

  it('is waited for where it is named while the call is under way, whatever the provider made of it', async () => {
    const first = await read([known]);
    await open(first, { state: 'sent', sent: { title: 'Bob ' }, agreed: { local: { name: 'Bob ' } } });
    const slice: Slice = { kind: 'ids', externalIds: ['q'] };
    const named = await read([ours], { before: first, second: 1, slice });
    expect(await outcomesOf(named)).toEqual(counts({ retried: 1 }));
  });

  it('is known by what it is here, where the provider takes it in another shape', async () => {
    const first = await read([known]);
    await open(first, { state: 'uncertain', sent: { title: 'Bob' }, agreed: { local: { name: 'Bob' } } });
    const listed = await read([ours], { before: first, second: 1 });
    expect(await outcomesOf(listed)).toEqual(counts({ in_doubt: 1 }));
  });
});
