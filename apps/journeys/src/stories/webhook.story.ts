import { randomUUID } from 'node:crypto';
import type { ConnectionView, JobView, WebhookEndpointView } from '@evenkeel/contracts-admin';
import { eventually } from '../kit/eventually.js';
import { withProvider, type Installation } from '../kit/installation.js';
import { onKafka } from '../kit/on-kafka.js';
import { tell } from '../kit/tell.js';
import { sendWebhook } from '../kit/webhook-sender.js';
import type { Story } from './story.js';

const RECORDS = 300;
const CHANGED = 'cus_00000007';
const BURST = 600;
const SENDERS = 20;

let all: Installation;
let connection: ConnectionView;
let job: JobView;
let endpoint: WebhookEndpointView;

const deliver = (id: string, secret = endpoint.secret) =>
  sendWebhook(all.services.url('webhook-gateway'), { ...endpoint, secret }, { id, externalId: CHANGED });

/** As senders do: what is not answered is sent again, under the same id. */
async function sendAll(ids: readonly string[], sender: number): Promise<void> {
  for (const id of ids.filter((_, nth) => nth % SENDERS === sender))
    await eventually(
      'the delivery is taken',
      async () => (await deliver(id).catch(() => undefined))?.status === 202,
      60_000,
    );
}

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

    it('is neither lost nor doubled by a gateway that is killed, and a burst for few records is few runs', async () => {
      const { services, store } = all;
      const before = (await store.triggers(job.id)).length;
      const ids = Array.from({ length: BURST }, () => randomUUID());
      const sending = Promise.all(Array.from({ length: SENDERS }, (_, nth) => sendAll(ids, nth)));
      const isUnderWay = async () => (await store.count('webhook_delivery')) > BURST / 4;
      await eventually('a part of them was taken', isUnderWay);
      await services.kill9('webhook-gateway');
      await services.start('webhook-gateway');
      await sending;
      const settled = () =>
        store.rows<{ state: string; count: number }>(
          'select state, count(*)::int as count from webhook_delivery group by state',
        );
      await eventually('all of them became runs', async () => {
        const states = await settled();
        return states.every(({ state }) => state === 'accepted') && states[0]?.count === BURST + 1;
      });
      const triggers = (await store.triggers(job.id)).length - before;
      const [named] = await store.rows<{ lost: number; doubled: number }>(
        `select count(*) filter (where cardinality(trigger_ids) = 0)::int as lost,
           count(*) filter (where cardinality(trigger_ids) > 1)::int as doubled from webhook_delivery`,
      );
      expect(named).toEqual({ lost: 0, doubled: 0 });
      expect(triggers).toBeLessThan(BURST / 4);
      tell(`${BURST} deliveries became ${triggers} runs`);
      // The last of them may not have begun yet, and would go on beside the next story.
      await eventually('their runs have begun, and ended', async () => {
        const [left] = await store.rows<{ count: number }>(
          `select (select count(*) from trigger where state = 'accepted')::int + (select count(*) from execution where finished_at is null)::int as count`,
        );
        return left?.count === 0;
      });
    }, 120_000);
  });
