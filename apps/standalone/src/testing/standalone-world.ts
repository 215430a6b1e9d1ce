import { createHmac, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { testDatabase } from '@evenkeel/adapter-postgres/testing';
import { AdminClient } from '@evenkeel/client-admin';
import type {
  CallOf,
  ExecutionView,
  PlanView,
  TriggerView,
  WebhookEndpointView,
} from '@evenkeel/contracts-admin';
import type { JsonObject } from '@evenkeel/domain';
import { startStandalone, type Standalone } from '../serve/start-standalone.js';
import { SmallProvider } from './small-provider.js';

const WITHIN_MS = 20_000;
const POLL_MS = 25;

/** The real standalone process, in this one, with a provider of its own. Call it where a spec begins. */
export class StandaloneWorld {
  readonly database: ReturnType<typeof testDatabase>;
  provider!: SmallProvider;
  admin!: AdminClient;
  private standalone!: Standalone;

  constructor() {
    const dataDirectory = mkdtempSync(join(tmpdir(), 'evenkeel-world-'));
    // Before its database goes away.
    afterAll(async () => {
      await this.standalone.stop();
      rmSync(dataDirectory, { recursive: true });
    });
    this.database = testDatabase();
    beforeAll(async () => {
      const log = { level: 'error', format: 'json' } as const;
      const listen = { host: '127.0.0.1', port: 0 };
      const databaseUrl = this.database.url;
      this.standalone = await startStandalone(
        { dataDirectory, databaseUrl, masterKeys: undefined, listen, log },
        { gone: () => undefined },
      );
      this.admin = new AdminClient(this.standalone.adminUrl, { actor: 'spec' });
    });
    beforeEach(async () => {
      this.provider = await SmallProvider.start();
    });
    afterEach(() => this.provider.stop());
  }

  /** A connection to the provider and a job of its only stream, both of this name. */
  async addJob(name: string, stream: JsonObject, job: Partial<CallOf<'addJob'>> = {}): Promise<void> {
    const things = { path: '/things', recordsPath: 'items', readOne: { path: '/things/{id}' }, ...stream };
    const settings = { baseUrl: this.provider.url, streams: { things } };
    await this.admin.call('addConnection', { name, connector: 'rest', settings, credentials: {} });
    await this.admin.call('addJob', {
      ...{ name, connection: name, stream: 'things', recordType: name },
      ...{ retryOnFailure: false, ...job },
    });
  }

  async run(job: string, wish: Omit<CallOf<'requestRun'>, 'job'> = {}): Promise<ExecutionView> {
    return this.endOf(await this.admin.call('requestRun', { job, ...wish }));
  }

  /** A run of the job that has made its plan, and waits for an approval. */
  async awaiting(job: string): Promise<ExecutionView> {
    const { id: trigger } = await this.admin.call('requestRun', { job });
    return this.eventually('the run waits', async () => {
      const { executionId: execution } = await this.admin.call('showTrigger', { trigger });
      const view = execution === null ? undefined : await this.admin.call('showExecution', { execution });
      return view?.status === 'awaiting_approval' || view?.ended === true ? view : undefined;
    });
  }

  end(execution: string): Promise<ExecutionView> {
    return this.ended(execution);
  }

  /** The plan of what a run of the job would do now. */
  async preview(job: string): Promise<PlanView> {
    await this.endOf(await this.admin.call('requestPreview', { job }));
    const { items } = await this.admin.call('listPlans', { job });
    return this.admin.call('showPlan', { plan: items[0]!.id });
  }

  /** Grants an approval, and gives the run that carries it out. */
  async grant(approval: string): Promise<ExecutionView> {
    const { trigger } = await this.admin.call('grantInactivationApproval', { approval });
    if (trigger === null) throw new Error(`Approval ${approval} was granted before`);
    return this.endOf(trigger);
  }

  /** Sends a signed delivery about this record, and gives the run that it starts. */
  async deliver(job: string, endpoint: WebhookEndpointView, body: JsonObject): Promise<ExecutionView> {
    const before = new Set((await this.executionsOf(job)).map(({ id }) => id));
    const status = await this.send(endpoint, body);
    if (status !== 202) throw new Error(`The delivery was answered with ${status}`);
    const begun = await this.eventually('the run of the delivery begins', async () =>
      (await this.executionsOf(job)).find((execution) => !before.has(execution.id)),
    );
    return this.ended(begun.id);
  }

  /** Sends a signed delivery, and gives the status of its answer. */
  async send({ path, secret }: WebhookEndpointView, body: JsonObject): Promise<number> {
    const text = JSON.stringify(body);
    const [id, timestamp] = [randomUUID(), String(Math.floor(Date.now() / 1000))];
    const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.${text}`).digest('hex');
    const headers = {
      'content-type': 'application/json',
      'x-evenkeel-delivery': id,
      'x-evenkeel-timestamp': timestamp,
      'x-evenkeel-signature': `sha256=${signature}`,
    };
    const answer = await fetch(this.standalone.gatewayUrl + path, { method: 'POST', body: text, headers });
    await answer.text();
    return answer.status;
  }

  /** What is here of a type, by external id. */
  async stored(
    recordType: string,
  ): Promise<Record<string, { data: JsonObject; inactive: boolean; cause: string | null }>> {
    const rows = await this.database.rows<{ id: string; data: JsonObject; cause: string | null }>(
      `select e.external_id as id, r.data, e.inactive_cause as cause from external_reference e
       join record r on r.id = e.record_id where r.record_type = $1`,
      [recordType],
    );
    return Object.fromEntries(
      rows.map(({ id, data, cause }) => [id, { data, cause, inactive: cause !== null }]),
    );
  }

  async openFailures(job: string): Promise<readonly (string | null)[]> {
    return (await this.admin.call('listFailures', { job })).items.map(({ externalId }) => externalId);
  }

  async until(what: string, holds: () => Promise<boolean>): Promise<void> {
    await this.eventually(what, async () => ((await holds()) ? true : undefined));
  }

  private async endOf({ id: trigger }: TriggerView): Promise<ExecutionView> {
    const executionId = await this.eventually('the run begins', async () => {
      return (await this.admin.call('showTrigger', { trigger })).executionId ?? undefined;
    });
    return this.ended(executionId);
  }

  private async executionsOf(job: string) {
    return (await this.admin.call('listExecutions', { job, limit: 100 })).items;
  }

  private ended(execution: string): Promise<ExecutionView> {
    return this.eventually('the run ends', async () => {
      const view = await this.admin.call('showExecution', { execution });
      return view.ended ? view : undefined;
    });
  }

  private async eventually<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
    const until = performance.now() + WITHIN_MS;
    for (;;) {
      const answer = await ask();
      if (answer !== undefined) return answer;
      if (performance.now() > until) throw new Error(`${what}: not within ${WITHIN_MS} ms`);
      await sleep(POLL_MS);
    }
  }
}
