import { randomUUID } from 'node:crypto';
import type { ConnectionView, JobView, WebhookEndpointView } from '@evenkeel/contracts-admin';
import { eventually } from '../kit/eventually.js';
import { withProvider, type Installation } from '../kit/installation.js';
import { onKafka } from '../kit/on-kafka.js';
import { sendWebhook } from '../kit/webhook-sender.js';
import type { Story } from './story.js';

const RECORDS = 300;
const CHANGED = 'cus_00000007';

let all: Installation;
let connection: ConnectionView;
let job: JobView;
let endpoint: WebhookEndpointView;

const deliver = (id: string, secret = endpoint.secret) =>
  sendWebhook(all.services.url('webhook-gateway'), { ...endpoint, secret }, { id, externalId: CHANGED });

export const webhook: Story = (engine) =>
  onKafka('A webhook', () => {
    beforeAll(async () => {
      all = await withProvider(engine(), { records: RECORDS });
      const { admin, sandbox } = all;
      connection = await admin.addSandbox('webhook', sandbox.url);
      job = await admin.addJob({
        name: 'webhook',
        connection: connection.name,
        stream: 'customers',
        recordType: 'webhook',
        webhook: true,
      });
      endpoint = await admin.addWebhook(connection.name, 'customers');
      await admin.untilEnded(await admin.begin(job.name));
    }, 240_000);
    afterAll(() => all?.stop(), 90_000);

    const delivery = randomUUID();

    it('brings the record that it names up to date, and touches no other', async () => {
      const { admin, sandbox, store } = all;
      const before = await store.records('webhook');
      // Two are changed at the provider; the delivery names one.
      await sandbox.control({ edit: { stream: 'customers', ids: [CHANGED, 'cus_00000008'] } });
      expect(await deliver(delivery)).toMatchObject({ status: 202 });
      const run = await eventually('the run of the delivery ends', async () =>
        (await admin.executions(job.id)).items.find(({ lane, ended }) => lane === 'single' && ended),
      );
      expect(run).toMatchObject({
        status: 'completed',
        scope: 'single',
        trigger: { kind: 'webhook' },
        receipt: { balanced: true, fetched: 1, updated: 1 },
      });
      const source = await sandbox.customers();
      const after = await store.records('webhook');
      const changed = [...after].filter(([id, row]) => row.version !== before.get(id)?.version);
      expect(changed).toEqual([[CHANGED, { data: source.get(CHANGED), version: 2 }]]);
      expect(after.get('cus_00000008')).toEqual(before.get('cus_00000008'));
      expect((await sandbox.stats()).reads).toEqual({ [`customers/${CHANGED}`]: 1 });
    }, 60_000);

    it('is one trigger however often the same delivery comes', async () => {
      const { store } = all;
      const before = await store.triggers(job.id);
      expect(await deliver(delivery)).toMatchObject({ status: 202 });
      expect(await deliver(delivery)).toMatchObject({ status: 202 });
      expect(await store.triggers(job.id)).toEqual(before);
      expect(before.filter(({ kind }) => kind === 'webhook')).toHaveLength(1);
      expect(await store.count('webhook_delivery')).toBe(1);
    });

    it('is refused, and leaves nothing behind, when its signature does not fit', async () => {
      const { store } = all;
      const { status, text } = await deliver(randomUUID(), 'another secret, not the one');
      expect(status).toBe(401);
      expect(JSON.parse(text)).toMatchObject({ code: 'request.bad_signature' });
      expect(await store.count('webhook_delivery')).toBe(1);
    });
  });
