import { describeStore } from '@evenkeel/conformance';
import { testDatabase } from './testing/test-database.js';

let now: Date | undefined;
const database = testDatabase({ databaseClock: () => now });

let added = 0;
const addTenant = async () => {
  const [row] = await database.rows<{ id: string }>(
    'insert into tenant (id, name) values (gen_random_uuid(), $1) returning id',
    [`tenant ${(added += 1)}`],
  );
  return row!.id;
};

describeStore('PostgreSQL', {
  open: async () => {
    now = undefined;
    const { store, outbox, events } = await database.reset();
    const { tenant, system } = database;
    return { store, tenant, system, addTenant, outbox, events, setNow: (moment) => (now = moment) };
  },
});
