import { testDatabase } from '@evenkeel/adapter-postgres/testing';
import { fillTenant, type FilledTenant } from '@evenkeel/conformance';
import type { AnswerOf } from '@evenkeel/contracts-admin';
import { DEFAULT_TENANT } from '@evenkeel/domain';
import { createOutboxRelay, createPlatform, HostedProcess, hostService } from '@evenkeel/hosting';
import { testPlatformSettings } from '@evenkeel/hosting/testing';
import { adminService, admitCallers, prepareAdminApi } from '@evenkeel/service-admin';
import { HERE, type Targets } from './known-values.js';
import { sendRaw } from './send-raw.js';

/** The admin API as a process serves it, with one of each thing that can be asked for. */
export interface FuzzWorld {
  readonly url: string;
  /** Adds what requests may be about, for earlier ones have removed or ended what there was. */
  refill(): Promise<Targets>;
}

export function startFuzzWorld(): FuzzWorld {
  let hosted: HostedProcess;
  let url = '';
  let round = 0;
  // Ahead of the database: no process may look for one that is gone.
  afterAll(() => hosted?.stop());
  const database = testDatabase();
  beforeAll(async () => {
    const platform = await createPlatform(testPlatformSettings('fuzz', database.url), (reason) => {
      throw reason;
    });
    hosted = new HostedProcess(platform, createOutboxRelay(platform));
    const admin = await hostService(adminService, platform, {
      listen: { host: '127.0.0.1', port: 0 },
      admit: admitCallers,
      prepare: prepareAdminApi,
    });
    hosted.add(admin);
    url = admin.url ?? '';
  }, 60_000);
  return {
    get url() {
      return url;
    },
    refill: async () => {
      round += 1;
      const names = { connection: `shop ${round}`, job: `customers ${round}`, group: `nightly ${round}` };
      const filled = await fillTenant(database.tenant, DEFAULT_TENANT, names);
      return targetsOf(filled, await addAnother(url, round));
    },
  };
}

/** Over the API: a connection that is called nowhere but on this machine, and a job of it. */
async function addAnother(url: string, round: number) {
  const post = async <Answer>(path: string, body: object): Promise<Answer> => {
    const headers = { 'content-type': 'application/json' };
    const sent = { method: 'POST', target: `/api/v1${path}`, headers, body: JSON.stringify(body) };
    const answer = await sendRaw(url, sent);
    if (answer.status >= 300) throw new Error(answer.text);
    return JSON.parse(answer.text) as Answer;
  };
  const connection = await post<AnswerOf<'addConnection'>>('/connections', {
    name: `other ${round}`,
    connector: 'rest',
    settings: HERE,
    retry: { maxAttempts: 1 },
  });
  const name = `other ${round}`;
  const asked = { name, connection: connection.id, stream: 'customers', recordType: 'customer' };
  return { connection, job: await post<AnswerOf<'addJob'>>('/jobs', asked) };
}

function targetsOf(filled: FilledTenant, other: Awaited<ReturnType<typeof addAnother>>): Targets {
  return {
    connection: [filled.connection.id, filled.connection.name, other.connection.id, other.connection.name],
    connector: ['rest', 'simulator'],
    job: [filled.job.id, filled.job.name, other.job.id, other.job.name],
    group: [filled.group.id, filled.group.name],
    trigger: [filled.trigger.id],
    execution: [filled.execution.id],
    plan: [filled.plan.id],
    approval: [filled.approval.id],
    failure: [filled.failureId],
    record: [filled.recordId],
  };
}
