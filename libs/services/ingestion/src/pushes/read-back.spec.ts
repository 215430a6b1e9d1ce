import { Sha256Digest } from '@evenkeel/adapter-node-runtime';
import { counts, newId } from '@evenkeel/conformance';
import {
  canonicalText,
  type Agreement,
  type JsonObject,
  type JsonValue,
  type SourceRecord,
} from '@evenkeel/domain';
import { IngestionWorld, pageOf, sourceRecord, type Claimed } from '../testing/ingestion-world.js';

const world = new IngestionWorld();
const at = (second: number) => new Date(Date.UTC(2026, 10, 1, 12, 0, second)).toISOString();
const person = (data: JsonObject, changes: Partial<SourceRecord> = {}) =>
  sourceRecord('p', { data: { name: 'Ann', city: 'Rome', ...data }, ...changes });

async function run(record: SourceRecord, second: number, before?: Claimed): Promise<Claimed> {
  const job = { direction: 'bidirectional', conflictPolicy: { strategy: 'destination_wins' } } as const;
  const claimed =
    before === undefined
      ? await world.claimed(job)
      : await world.claimedOf(before.job, { lane: 'single', scope: { kind: 'full' } });
  await world.apply(pageOf(claimed, 0, [record], { cursorOut: null, observedAt: at(second) }));
  return claimed;
}

const edit = ({ job }: Claimed, data: JsonObject) =>
  world.database.rows(
    `update record r set data = data || $2 from external_reference e join reference_set s on s.id = e.set_id
     where e.record_id = r.id and s.connection_id = $1`,
    [job.connectionId, JSON.stringify(data)],
  );
const dataOf = async (claimed: Claimed) => (await world.contents(claimed))[0]!.data;
const agreed = ({ job }: Claimed) =>
  world.database.rows(
    `select b.agreed from reference_base b join external_reference e on e.id = b.reference_id
     join reference_set s on s.id = e.set_id where s.connection_id = $1`,
    [job.connectionId],
  );

/** The provider has taken the city, and told no more than that. */
async function answered(
  { job }: Claimed,
  city: string,
  second: number,
  { version = null, ...over }: Pick<Agreement, 'over'> & { readonly version?: string | null } = {},
): Promise<void> {
  const sides = { name: 'Ann', city };
  const agreement: Agreement = {
    ...{ mappingRevision: job.revision, local: sides, remote: sides },
    ...{ unread: ['city'], unknown: [], contested: [] },
    ...over,
  };
  const [row] = await world.database.rows<{ id: string; record: string }>(
    `select e.id::text as id, e.record_id::text as record from external_reference e join reference_set s on s.id = e.set_id
     where s.connection_id = $1`,
    [job.connectionId],
  );
  const sent = canonicalText(sides);
  await world.tenant.transaction((tx) =>
    tx.pushAnswers.update([
      {
        ...{ intentId: newId(), recordId: row!.record, referenceId: row!.id, externalId: 'p' },
        ...{ contentHash: new Sha256Digest().of(sent), version, modifiedAt: null, observedAt: at(second) },
        ...{ sent, received: null, agreed: canonicalText(agreement as unknown as JsonValue) },
      },
    ]),
  );
}

describe('what is read back of what was sent', () => {
  it.each([null, '2'])(
    'and is as it was sent is agreed on, so that a later change there is one: %s',
    async (version) => {
      const first = await run(person({}, { version: version && '1' }), 0);
      await edit(first, { city: 'Oslo' });
      await answered(first, 'Oslo', 1, { version });
      await run(person({ city: 'Oslo' }, { version }), 2, first);
      expect(await agreed(first)).toEqual([]);
      await run(person({ city: 'Bern' }, { version: version && '3' }), 3, first);
      expect(await dataOf(first)).toEqual({ name: 'Ann', city: 'Bern' });
    },
  );

  it('is read anew where it was read before the answer had come: it may tell of a later change', async () => {
    const first = await run(person({}), 0);
    await edit(first, { city: 'Oslo' });
    await answered(first, 'Oslo', 5);
    const early = await run(person({ city: 'Bern' }), 4, first);
    expect((await world.chunk(early)).outcomes).toEqual(counts({ in_doubt: 1 }));
    expect(await world.failures(first.job)).toMatchObject([{ externalId: 'p', state: 'retrying' }]);
    expect(await dataOf(first)).toMatchObject({ city: 'Oslo' });
  });

  it('is not read anew where its version tells that it is older', async () => {
    const first = await run(person({}, { version: '1' }), 0);
    await edit(first, { city: 'Oslo' });
    await answered(first, 'Oslo', 5, { version: '3' });
    const early = await run(person({ city: 'Bern' }, { version: '2' }), 4, first);
    expect((await world.chunk(early)).outcomes).toEqual(counts({ superseded: 1 }));
  });

  it('is taken over where the answer named no version and it is nothing that the provider makes of our value', async () => {
    const first = await run(person({}, { version: '1' }), 0);
    await edit(first, { city: 'Oslo' });
    await answered(first, 'Oslo', 1, { over: '1' });
    await run(person({ city: 'Bern' }, { version: '3' }), 2, first);
    expect(await dataOf(first)).toEqual({ name: 'Ann', city: 'Bern' });
    expect(await agreed(first)).toEqual([]);
  });

  it('stays what became of our value where it is like that', async () => {
    const first = await run(person({}, { version: '1' }), 0);
    await edit(first, { city: 'Oslo' });
    await answered(first, 'Oslo', 1, { over: '1' });
    await run(person({ city: 'OSLO' }, { version: '2' }), 2, first);
    expect(await dataOf(first)).toMatchObject({ city: 'Oslo' });
    expect(await agreed(first)).toMatchObject([{ agreed: { remote: { city: 'OSLO' }, unread: [] } }]);
  });

  it('is read anew where it still has the version that was written over: it does not show our write yet', async () => {
    const first = await run(person({}, { version: 'opaque:a' }), 0);
    await edit(first, { city: 'Oslo' });
    await answered(first, 'Oslo', 1, { version: 'opaque:b', over: 'opaque:a' });
    const early = await run(person({}, { version: 'opaque:a' }), 2, first);
    expect((await world.chunk(early)).outcomes).toEqual(counts({ in_doubt: 1 }));
    expect(await dataOf(first)).toMatchObject({ city: 'Oslo' });
    expect(await agreed(first)).toMatchObject([{ agreed: { unread: ['city'], over: 'opaque:a' } }]);
  });
});
