import { describeStore } from '@evenkeel/conformance';
import { testDatabase } from './testing/test-database.js';

let now: Date | undefined;
const database = testDatabase({ databaseClock: () => now });

describeStore('PostgreSQL', {
  open: async () => {
    now = undefined;
    const { store, outbox } = await database.reset();
    return { store, outbox, setNow: (moment) => (now = moment) };
  },
});
