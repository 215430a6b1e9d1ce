import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import { Client } from 'pg';
import type { Installation } from '../kit/installation.js';

/** Something that goes wrong, made and mended on a real installation, and the alerts that tell of it. */
export interface AlertedFault {
  readonly what: string;
  readonly alerts: readonly string[];
  readonly make: (all: Installation) => Promise<unknown>;
  readonly mend: (all: Installation) => Promise<unknown>;
}

/** More than 5 % of all, and fewer than half of the first page: else the run would be stopped as a whole. */
const BAD = 15;

/** Its own server, as a person at `psql` would. */
async function asSuperuser(all: Installation, ...statements: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: all.databaseUrl });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

/** The server and all its sessions stand still, or go on. */
function signalPostgres({ postgresPid }: Installation, signal: 'SIGSTOP' | 'SIGCONT'): void {
  const sessions = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && parentOf(pid) === postgresPid);
  for (const pid of [postgresPid, ...sessions.map(Number)]) process.kill(pid, signal);
}

function parentOf(pid: string): number | undefined {
  try {
    return Number(/\) \w (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1]);
  } catch {
    return undefined;
  }
}

const END_SESSIONS = `select pg_terminate_backend(pid) from pg_stat_activity where datname = 'evenkeel' and pid <> pg_backend_pid()`;

export const FAULTS: readonly AlertedFault[] = [
  {
    what: 'a provider that answers every call with 500',
    alerts: ['EvenkeelJobFailing', 'EvenkeelProviderFailing'],
    make: async ({ admin, sandbox }) => {
      await sandbox.control({ faults: 'server-error:status=500' });
      await admin.begin('customers', { mode: 'full' });
    },
    mend: async ({ admin, sandbox }) => {
      await sandbox.control({ faults: '' });
      for (const { id } of (await admin.executions('customers')).items) await admin.untilEnded(id, 180_000);
      await admin.runToEnd('customers', { mode: 'full' });
    },
  },
  {
    what: 'a provider that refuses our credentials',
    alerts: ['EvenkeelCredentialsRefused'],
    make: async ({ admin, sandbox }) => {
      await sandbox.control({ faults: 'unauthorized' });
      await admin.runToEnd('customers', { mode: 'full' });
    },
    mend: async ({ admin, sandbox }) => {
      await sandbox.control({ faults: '' });
      for (const connection of ['sandbox', 'ticking']) await admin.check(connection);
      await admin.runToEnd('customers', { mode: 'full' });
    },
  },
  {
    what: 'records that the mapping rejects',
    alerts: ['EvenkeelHighErrorRate', 'EvenkeelDeadLettersGrowing'],
    make: async ({ admin, sandbox }) => {
      await sandbox.control({ edit: { stream: 'customers', count: BAD, set: { email: null } } });
      await admin.runToEnd('customers', { mode: 'full' });
    },
    mend: async ({ admin, sandbox }) => {
      await sandbox.control({ edit: { stream: 'customers', count: BAD, set: { email: 'a@example.org' } } });
      await admin.runToEnd('customers', { mode: 'full' });
    },
  },
  {
    what: 'no scheduler',
    alerts: ['EvenkeelSchedulerLate', 'EvenkeelJobStale', 'EvenkeelServiceDown'],
    make: ({ services }) => services.kill9('scheduler'),
    mend: ({ services }) => services.start('scheduler'),
  },
  {
    what: 'no coordinator',
    alerts: ['EvenkeelNotMeasured'],
    make: ({ services }) => services.kill9('coordinator'),
    mend: ({ services }) => services.start('coordinator'),
  },
  {
    what: 'a run that waits for another one, which waits for its quota',
    alerts: ['EvenkeelQueueBacklog', 'EvenkeelQuotaStarving'],
    make: async ({ admin }) => {
      await admin.changeConnection('sandbox', { quota: { rate: { calls: 1, perSeconds: 20 } } });
      await admin.begin('customers', { mode: 'full' });
      await admin.run('customers', { mode: 'full' });
    },
    mend: async ({ admin }) => {
      await admin.changeConnection('sandbox', { quota: null });
      for (const { id, status } of (await admin.executions('customers')).items)
        if (['running', 'queued', 'paused'].includes(status)) await admin.cancel(id);
      await admin.runToEnd('customers', { mode: 'full' });
    },
  },
  {
    what: 'no Kafka',
    alerts: ['EvenkeelOutboxBacklog'],
    make: async ({ kafka, admin }) => {
      await kafka.stop();
      await admin.run('customers', { mode: 'full' });
    },
    mend: ({ kafka }) => kafka.restart(),
  },
  {
    what: 'a message that no handler can take',
    alerts: ['EvenkeelMessagesStuck'],
    make: async ({ kafka }) => {
      const client = new Kafka({ brokers: [kafka.brokers], logLevel: logLevel.NOTHING });
      const producer = client.producer();
      await producer.connect();
      await producer.send({ topic: 'evenkeel.run-requested.v1', messages: [{ key: 'k', value: 'no JSON' }] });
      await producer.disconnect();
    },
    mend: (all) => asSuperuser(all, 'delete from evenkeel.stuck_message'),
  },
  {
    what: 'a conflict that waits',
    alerts: ['EvenkeelConflictOld'],
    make: (all) =>
      asSuperuser(
        all,
        `set evenkeel.engine = 'on'`,
        `insert into evenkeel.conflict (id, tenant_id, job_id, set_id, record_id, reference_id, record_version, state, kind, revision, fields, policy, opened_at)
         select gen_random_uuid(), j.tenant_id, j.id, f.set_id, f.record_id, f.id, 1, 'open', 'data', 1, '[]', 'manual', now() - interval '1 hour'
         from evenkeel.job j, evenkeel.external_reference f where j.name = 'customers' limit 1`,
      ),
    mend: (all) => asSuperuser(all, `update evenkeel.conflict set state = 'expired'`),
  },
  {
    what: 'a database that stands still',
    alerts: ['EvenkeelDatabaseDown'],
    make: (all) => Promise.resolve(signalPostgres(all, 'SIGSTOP')),
    mend: async (all) => {
      signalPostgres(all, 'SIGCONT');
      await all.admin.executions('customers');
    },
  },
  {
    what: 'a database that takes no writes',
    alerts: ['EvenkeelDatabaseStrained', 'EvenkeelSweepFailing', 'EvenkeelApiErrors'],
    make: async (all) => {
      await asSuperuser(all, 'alter database evenkeel set default_transaction_read_only = on', END_SESSIONS);
      for (let asked = 0; asked < 8; asked += 1) {
        await all.admin.run('customers').catch(() => undefined);
        await sleep(1_500);
      }
    },
    mend: (all) =>
      asSuperuser(
        all,
        'set default_transaction_read_only = off',
        'alter database evenkeel reset default_transaction_read_only',
        END_SESSIONS,
      ),
  },
  {
    what: 'a run that takes longer than usual',
    alerts: ['EvenkeelJobSlow'],
    make: async ({ admin, sandbox }) => {
      for (let quick = 0; quick < 3; quick += 1) await admin.runToEnd('customers', { mode: 'full' });
      await sandbox.control({ latencyMs: 2_500 });
      await admin.runToEnd('customers', { mode: 'full' });
    },
    mend: async ({ admin, sandbox }) => {
      await sandbox.control({ latencyMs: 0 });
      await admin.runToEnd('customers', { mode: 'full' });
    },
  },
];
