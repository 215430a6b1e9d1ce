import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { runKafkaTool } from '@evenkeel/adapter-kafka/testing';
import { AdminClient } from '@evenkeel/client-admin';
import { Webhook } from 'standardwebhooks';
import { eventually } from '../kit/eventually.js';
import { withProvider, type Installation } from '../kit/installation.js';
import { onKafka } from '../kit/on-kafka.js';
import { sendWebhook } from '../kit/webhook-sender.js';
import type { Story } from './story.js';

const RUNS = 12;
const AWAY = 2;

let all: Installation;
let receiver: Server;
let secret = '';
/** By the id of the notification: how often it came. */
const received = new Map<string, number>();
const told: string[] = [];
/** With what records were asked for. */
const tokens: string[] = [];
/** The first of them fail, as if the receiver were just being started. */
let requests = 0;

async function startReceiver(): Promise<string> {
  receiver = createServer((request, response) => {
    void textOf(request).then((body) => {
      if (request.method === 'GET') {
        tokens.push(request.headers.authorization ?? '');
        const person = '{"id":"p1","name":"Ada"}';
        response.setHeader('content-type', 'application/json');
        return void response.end(request.url === '/people' ? `[${person}]` : person);
      }
      requests += 1;
      if (requests <= AWAY) return void response.writeHead(503).end();
      const headers = request.headers as Record<string, string>;
      const { type } = new Webhook(secret).verify(body, headers) as { readonly type: string };
      const id = headers['webhook-id'] ?? '';
      if (!received.has(id)) told.push(type);
      received.set(id, (received.get(id) ?? 0) + 1);
      response.end('ok');
    });
  });
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  return `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hooks`;
}

export const notifications: Story = (engine) =>
  onKafka('People are told what happens while schedulers are killed', () => {
    beforeAll(async () => {
      all = await withProvider(engine(), { records: 5 });
      await all.services.start('scheduler', 2);
      await all.services.start('executor-worker', 2);
    }, 240_000);
    afterAll(async () => {
      receiver?.close();
      receiver?.closeAllConnections();
      for (const service of ['scheduler', 'executor-worker'] as const) await all?.services.stop(service, 2);
      await all?.stop();
    }, 90_000);

    it('once of each run, by one of several executors, again where the receiver was away', async () => {
      const { admin, sandbox, services } = all;
      const url = await startReceiver();
      await admin.addSandbox('told', sandbox.url);
      await admin.addJob({ name: 'told', connection: 'told', stream: 'customers', recordType: 'told' });
      const client = new AdminClient(services.url('admin'));
      const channel = await client.call('addNotificationChannel', {
        ...{ name: 'told', webhook: { url }, digestMinutes: 0 },
        subscriptions: [{ kinds: ['completed'], job: 'told' }],
      });
      secret = channel.secret ?? '';
      for (let run = 0; run < RUNS; run += 1) {
        if (run === RUNS / 3) await services.kill9('scheduler', 2);
        if (run === RUNS / 2) {
          await services.kill9('scheduler', 1);
          await Promise.all([1, 2].map((replica) => services.start('scheduler', replica)));
        }
        await admin.runToEnd('told');
      }
      const items = await eventually(
        'all were told',
        async () => {
          const list = await client.call('listNotifications', { channel: 'told', limit: 100 });
          return list.items.length >= RUNS && list.items.every(({ state }) => state === 'sent') && list.items;
        },
        60_000,
      );
      expect(items.map(({ kind, count }) => [kind, count])).toEqual(Array(RUNS).fill(['completed', 1]));
      expect(told).toEqual(Array(RUNS).fill('notification.completed'));
      expect([...received.values()]).toEqual(Array(RUNS).fill(1));
      expect([...received.keys()].sort()).toEqual(items.map(({ id }) => `msg_${id}`).sort());
    }, 120_000);

    it('and no secret that people gave goes over Kafka', async () => {
      const { admin, services, kafka } = all;
      const client = new AdminClient(services.url('admin'));
      const at = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
      const people = { path: '/people', readOne: { path: '/people/{id}' } };
      const settings = { baseUrl: at, streams: { people }, auth: { kind: 'bearer' } };
      const credentials = { token: 'canary-credential' };
      await admin.addConnection({ name: 'canary', connector: 'rest', settings, credentials });
      const named = { connection: 'canary', stream: 'people' };
      await admin.addJob({ name: 'canary', ...named, recordType: 'canary', mode: 'full', webhook: true });
      const hook = { ...named, idPath: 'data.id', secret: 'canary-webhook-secret' };
      const { path } = await client.call('addWebhookEndpoint', hook);
      const mail = {
        host: '127.0.0.1',
        port: 9,
        encryption: 'tls',
        user: 'sync',
        from: 'a@b.example',
      } as const;
      await client.call('addNotificationChannel', {
        name: 'mail',
        email: { ...mail, to: ['c@d.example'], password: 'canary-smtp-password' },
      });
      await client.call('addNotificationChannel', { name: 'path', webhook: { url: `${at}/canary-path` } });
      const executionId = await admin.begin('canary');
      await admin.untilEnded(executionId);
      const delivery = { id: 'd-1', externalId: 'p1' };
      const secured = { path, secret: 'canary-webhook-secret' };
      const { status } = await sendWebhook(services.url('webhook-gateway'), secured, delivery);
      expect(status).toBe(202);
      await eventually('the delivery became a run that ended', async () => {
        const { items } = await admin.executions('canary');
        return items.some(({ lane, ended }) => lane === 'single' && ended);
      });
      expect(tokens).toContain('Bearer canary-credential');
      const everything = await runKafkaTool('console-consumer', [
        ...['--bootstrap-server', kafka.brokers, '--include', '.*', '--from-beginning'],
        ...['--timeout-ms', '5000', '--formatter-property', 'print.headers=true'],
      ]);
      // What went between the services is there, and what was told to others.
      for (const part of [executionId, 'chunkId', 'ce_type:sync.completed'])
        expect({ part, isThere: everything.includes(part) }).toEqual({ part, isThere: true });
      for (const canary of ['canary-', 'Y2FuYXJ5L', secret.replace('whsec_', '')])
        expect({ canary, isThere: everything.includes(canary) }).toEqual({ canary, isThere: false });
    }, 120_000);
  });
