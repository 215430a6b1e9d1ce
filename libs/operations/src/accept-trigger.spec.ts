import { DEFAULT_TENANT } from '@evenkeel/domain';
import { testDatabase } from '@evenkeel/adapter-postgres/testing';
import { drainOutbox, seedJob, someTrigger } from '@evenkeel/conformance';
import { acceptTrigger, acceptTriggers } from './accept-trigger.js';

const database = testDatabase();
const drain = () => drainOutbox(database.postgres.outbox);

describe('accepting a trigger', () => {
  it('stores it and asks for its run, in the transaction of the caller', async () => {
    const { store } = database.postgres;
    const { job } = await seedJob(store.of(DEFAULT_TENANT));
    const trigger = someTrigger(job.id);
    const broken = store.of(DEFAULT_TENANT).transaction(async (tx) => {
      await acceptTrigger(tx, trigger);
      throw new Error('The caller failed');
    });
    await expect(broken).rejects.toThrow('The caller failed');
    expect(await store.of(DEFAULT_TENANT).transaction((tx) => tx.triggers.find(trigger.id))).toBeUndefined();
    expect(await drain()).toEqual([]);
    await store.of(DEFAULT_TENANT).transaction((tx) => acceptTrigger(tx, trigger));
    expect(await store.of(DEFAULT_TENANT).transaction((tx) => tx.triggers.find(trigger.id))).toMatchObject({
      state: 'accepted',
    });
    expect(await drain()).toEqual([
      {
        topic: 'evenkeel.run-requested.v1',
        payload: { tenantId: DEFAULT_TENANT, triggerId: trigger.id, jobId: job.id },
      },
    ]);
  });

  it('of none sends no message', async () => {
    await database.tenant.transaction((tx) => acceptTriggers(tx, []));
    expect(await drain()).toEqual([]);
  });
});
