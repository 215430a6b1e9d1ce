import { seedJob } from '@evenkeel/conformance';
import { testDatabase } from '../testing/test-database.js';

const database = testDatabase();

const held = async () =>
  database.rows<{ id: string; actor: string }>(
    `select connection_id as id, actor from control where state <> 'running'`,
  );

it('pauses what is written to where the store is not where it was, once (C25)', async () => {
  const { job: reader } = await seedJob(database.tenant, { direction: 'inbound' });
  const { job: writer } = await seedJob(database.tenant, { direction: 'outbound' });
  const { job: both } = await seedJob(database.tenant, { direction: 'bidirectional' });
  const hold = () => database.postgres.holdRestored();
  expect([await hold(), await hold()]).toEqual([0, 0]);
  expect(await held()).toEqual([]);
  const [{ place = '' } = {}] = await database.rows<{ place: string }>('select place from store_place');
  // As a dump brings it along.
  await database.rows(`update store_place set place = 'another database'`);
  const counts = await Promise.all([hold(), hold()]);
  expect(counts.toSorted()).toEqual([0, 2]);
  const connections = (await held()).map(({ id }) => id).toSorted();
  expect(connections).toEqual([writer.connectionId, both.connectionId].toSorted());
  expect(connections).not.toContain(reader.connectionId);
  expect(await database.rows('select place from store_place')).toEqual([{ place }]);
  await database.rows(`update control set state = 'running'`);
  expect(await hold()).toBe(0);
  expect(await held()).toEqual([]);
});

it('a table that was made anew is another place', async () => {
  const placeOf = async () =>
    (await database.rows<{ place: string }>('select place_of_store() as place'))[0]!.place;
  const before = await placeOf();
  await database.rows('alter table evenkeel.record rename to record_kept');
  await database.rows('create table evenkeel.record (id bigint)');
  try {
    expect(await placeOf()).not.toBe(before);
  } finally {
    await database.rows('drop table evenkeel.record');
    await database.rows('alter table evenkeel.record_kept rename to record');
  }
  expect(await placeOf()).toBe(before);
});
