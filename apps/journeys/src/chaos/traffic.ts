import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunRequest, WebhookEndpointView } from '@evenkeel/contracts-admin';
import type { SeededRandom } from '@evenkeel/simulation';
import type { Installation } from '../kit/installation.js';
import type { SandboxStream } from '../kit/sandbox-provider.js';
import { sendWebhook } from '../kit/webhook-sender.js';
import { Tally } from './tally.js';

/** A job for each; its records are of the type that has the stream's name. */
export const STREAMS = ['customers', 'devices'] as const satisfies readonly SandboxStream[];
export const RECORDS = 1_500;
/** What the provider bans for. */
export const CALL_LIMIT = { calls: 300, perSeconds: 10 } as const;

const FAULTS = [
  '',
  'rate-limit:every=6:seconds=1:times=10',
  'server-error:every=5:times=10',
  'latency:ms=400:times=30',
  'outage:every=9:times=5',
  'duplicates:every=3',
  'edits:every=5:count=3:times=10',
  'nul:every=6:times=4',
  'truncated:every=7:times=3',
  'hang:after=3:times=1',
];

/** What people, other systems and the provider do all the while. */
export class Traffic {
  readonly asked = new Tally();
  /** Ids of all requests that were accepted. */
  readonly accepted: string[] = [];
  private endpoint: WebhookEndpointView | undefined;

  constructor(
    private readonly all: Installation,
    private readonly random: SeededRandom,
  ) {}

  async prepare(): Promise<void> {
    const { admin, sandbox } = this.all;
    const { calls, perSeconds } = CALL_LIMIT;
    await admin.addConnection({
      name: 'sandbox',
      connector: 'simulator',
      settings: { baseUrl: sandbox.url },
      quota: { rate: CALL_LIMIT },
    });
    for (const stream of STREAMS) {
      const job = { name: stream, connection: 'sandbox', stream, recordType: stream };
      await admin.addJob({ ...job, pageSize: 50, chunkSize: 400, webhook: true, overlapSeconds: 30 });
    }
    this.endpoint = await admin.addWebhook('sandbox', 'customers');
    await sandbox.control({ callLimit: { calls, perMs: perSeconds * 1000 } });
    for (const stream of STREAMS) await this.run(stream, { mode: 'full' }, 'full run');
  }

  async flowUntil(deadlineMs: number): Promise<void> {
    while (performance.now() < deadlineMs) {
      await sleep(200 + this.random.below(1_500));
      // What is down answers nobody; whoever asked will ask again, or not.
      await this.doSomething().catch(() => this.asked.add('refused'));
    }
  }

  async stop(): Promise<void> {
    await this.all.sandbox.control({ faults: '' });
  }

  private async doSomething(): Promise<void> {
    const stream = this.random.pick(STREAMS);
    const kinds = [
      { weight: 8, act: () => this.edit(stream) },
      { weight: 2, act: () => this.create(stream) },
      { weight: 1, act: () => this.remove(stream) },
      { weight: 3, act: () => this.run(stream, { mode: 'incremental' }, 'incremental run') },
      { weight: 1, act: () => this.run(stream, { mode: 'full' }, 'full run') },
      { weight: 3, act: () => this.run(stream, { externalIds: this.ids(stream, 3) }, 'run by id') },
      { weight: 4, act: () => this.deliver() },
      { weight: 2, act: () => this.control(this.random.pick(FAULTS)) },
      { weight: 1, act: () => this.retry(stream) },
      { weight: 1, act: () => this.cancelAndResume(stream) },
    ];
    let point = this.random.next() * kinds.reduce((sum, { weight }) => sum + weight, 0);
    await kinds.find(({ weight }) => (point -= weight) < 0)?.act();
  }

  private async edit(stream: SandboxStream): Promise<void> {
    const ids = this.ids(stream, 20);
    await this.all.sandbox.control({ edit: { stream, ids } });
    this.asked.add('record edited', ids.length);
  }

  private async create(stream: SandboxStream): Promise<void> {
    await this.all.sandbox.control({ create: { stream, count: 1 } });
    this.asked.add('record created');
  }

  private async remove(stream: SandboxStream): Promise<void> {
    const ids = this.ids(stream, 3);
    await this.all.sandbox.control({ delete: { stream, ids } });
    this.asked.add('record deleted', ids.length);
  }

  private async control(faults: string): Promise<void> {
    await this.all.sandbox.control({ faults });
    this.asked.add('fault of the provider');
  }

  private async run(job: string, request: RunRequest, says: string): Promise<void> {
    const { id } = await this.all.admin.run(job, request);
    this.accepted.push(id);
    this.asked.add(says);
  }

  private async deliver(): Promise<void> {
    const [externalId = ''] = this.ids('customers', 1);
    const url = this.all.services.url('webhook-gateway');
    if (this.endpoint === undefined) return;
    const { status, text } = await sendWebhook(url, this.endpoint, { id: randomUUID(), externalId });
    if (status !== 202) throw new Error(`${status} ${text}`);
    this.asked.add('webhook');
  }

  private async retry(job: string): Promise<void> {
    const { trigger, failures } = await this.all.admin.retryFailures(job);
    this.accepted.push(trigger.id);
    this.asked.add('failure retried', failures);
  }

  private async cancelAndResume(job: string): Promise<void> {
    const { items } = await this.all.admin.executions(job);
    const running = items.find(({ ended }) => !ended);
    if (running === undefined) return;
    await this.all.admin.cancel(running.id);
    this.asked.add('cancelled');
    await sleep(this.random.below(2_000));
    await this.all.admin.resume(running.id);
    this.asked.add('resumed');
  }

  /** As the sandbox numbers its records. */
  private ids(stream: SandboxStream, most: number): string[] {
    const { id } = IDS[stream];
    return Array.from({ length: 1 + this.random.below(most) }, () => id(this.random.below(RECORDS)));
  }
}

const IDS: Record<SandboxStream, { readonly id: (index: number) => string }> = {
  customers: { id: (index) => `cus_${String(index + 1).padStart(8, '0')}` },
  devices: { id: (index) => String(index + 1) },
};
