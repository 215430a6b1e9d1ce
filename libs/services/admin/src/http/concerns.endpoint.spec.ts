import { executionClosed } from '@evenkeel/contracts-messages';
import { DEFAULT_TENANT, type Concern } from '@evenkeel/domain';
import { startAdmin } from '../testing/start-admin.js';

const admin = startAdmin();
const concerns = async () => {
  const { body } = await admin.http.get('/api/v1/concerns').expect(200);
  return (body as { readonly items: readonly Concern[] }).items;
};
const nameOfDatabase = () => new URL(admin.database.url).pathname.slice(1);

it('lists nothing while the database is well', async () => {
  expect(await concerns()).toEqual([]);
});

it('lists a database that became read-only, and what it refused since', async () => {
  const { rows } = admin.database;
  // As a failover does it: every session is another one afterwards.
  const setReadOnly = async (set: string) => {
    await rows(`begin read write; alter database ${nameOfDatabase()} ${set}; commit`);
    await rows(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`);
  };
  await setReadOnly('set default_transaction_read_only = on');
  try {
    await admin.http.post('/api/v1/engine/control').send({ state: 'paused' }).expect(503);
    expect(await concerns()).toEqual([
      expect.objectContaining({ kind: 'database_read_only', about: null }),
      expect.objectContaining({
        kind: 'database_refusing',
        count: 1,
        message: expect.stringMatching(/read-only transaction\): it is read-only/) as string,
      }),
    ]);
  } finally {
    await setReadOnly('reset default_transaction_read_only');
  }
});

it('lists messages that no service publishes', async () => {
  const tenant = admin.database.postgres.store.of(DEFAULT_TENANT);
  await tenant.transaction((tx) => tx.outbox.add(executionClosed, [executionClosed.example]));
  expect((await concerns()).map(({ kind }) => kind)).not.toContain('outbox_waiting');
  await admin.database.rows(`update outbox set added_at = added_at - interval '61 seconds'`);
  expect(await concerns()).toContainEqual(
    expect.objectContaining({ kind: 'outbox_waiting', since: expect.any(String) as string }),
  );
  await admin.drainOutbox();
  expect((await concerns()).map(({ kind }) => kind)).not.toContain('outbox_waiting');
});

it('lists that the database has no connection left, where it cannot even be asked', async () => {
  const { rows } = admin.database;
  await rows(`alter database ${nameOfDatabase()} connection limit 0`);
  await rows(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`);
  try {
    expect(await concerns()).toEqual([
      expect.objectContaining({
        kind: 'database_refusing',
        message: expect.stringMatching(
          /too many connections.*: end connections that are not needed/,
        ) as string,
      }),
    ]);
  } finally {
    await rows(`alter database ${nameOfDatabase()} connection limit -1`);
  }
});
