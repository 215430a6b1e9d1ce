import { AsyncLocalStorage } from 'node:async_hooks';
import { InProcessBus } from '@evenkeel/adapter-in-process';
import { NodeTimers, NoTracing } from '@evenkeel/adapter-node-runtime';
import { createPostgres } from '@evenkeel/adapter-postgres';
import { testDatabase } from '@evenkeel/adapter-postgres/testing';
import { PinoLogger, PromMeter } from '@evenkeel/adapter-telemetry';
import { executionClosed, messageCatalog, type MessageDefinition } from '@evenkeel/contracts-messages';
import type { MessageBus } from '@evenkeel/ports';
import { OutboxRelay } from './outbox-relay.js';

const database = testDatabase();
const timers = new NodeTimers();
const lines: string[] = [];
const settings = { level: 'info', format: 'json', instance: 'i' } as const;
const log = PinoLogger.start(settings, 'test', {
  destination: { write: (line) => void lines.push(line) },
});
const stops: (() => Promise<void>)[] = [];

function relayTo(
  decorate: (bus: MessageBus) => MessageBus,
  catalog: readonly MessageDefinition[] = messageCatalog,
) {
  const { outbox, stuckMessages } = database.postgres;
  const meter = PromMeter.start('test');
  const received: unknown[] = [];
  const bus = new InProcessBus({ stuckMessages, timers, logger: log, meter });
  bus.subscribe(executionClosed, {
    service: 'admin',
    handle: async (payloads) => void received.push(...payloads),
  });
  const publishTo = decorate(bus);
  const relay = new OutboxRelay({
    outbox,
    bus: publishTo,
    stuckMessages,
    timers,
    log,
    meter,
    tracing: new NoTracing(),
    catalog,
    process: 'test',
  });
  stops.push(async () => {
    await relay.stop();
    await bus.stop();
  });
  return { relay, bus, received };
}

const commit = (postgres = database.postgres) =>
  postgres.store.system.transaction((tx) => tx.outbox.add(executionClosed, [executionClosed.example]));
async function until(done: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await done())) await timers.sleep(5);
}

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  lines.length = 0;
});

it('publishes at once what this process commits', async () => {
  const { relay, bus, received } = relayTo((plain) => plain);
  await bus.start();
  relay.start();
  const begin = performance.now();
  await commit();
  await until(() => received.length === 1);
  expect(performance.now() - begin).toBeLessThan(190);
  // A row is taken off after its message went out: the handler may see it first.
  await until(async () => (await database.postgres.health()).outboxRows === 0);
});

it('what a request has committed is carried on, and handled, outside of that request', async () => {
  const requests = new AsyncLocalStorage<string>();
  const seen: unknown[] = [];
  const { relay, bus } = relayTo((plain) => plain);
  bus.subscribe(executionClosed, {
    service: 'reconciler',
    handle: async () => void seen.push(requests.getStore() ?? 'of no request'),
  });
  await bus.start();
  relay.start();
  await requests.run('of a request', () => commit());
  await until(() => seen.length === 1);
  expect(seen).toEqual(['of no request']);
});

it('finds what another process committed and did not publish', async () => {
  const { relay, bus, received } = relayTo((plain) => plain);
  const other = createPostgres({ url: database.url });
  await commit(other);
  await other.close();
  await bus.start();
  relay.start();
  await until(() => received.length === 1);
});

it('keeps a message while the bus does not take it, says so once, and publishes it later', async () => {
  let away = true;
  const { relay, bus, received } = relayTo((plain) => {
    const flaky = Object.create(plain) as MessageBus;
    flaky.publish = async (...args) => {
      if (away) throw new Error('no broker');
      await plain.publish(...args);
    };
    return flaky;
  });
  await bus.start();
  relay.start();
  await commit();
  await timers.sleep(500);
  expect((await database.postgres.health()).outboxRows).toBe(1);
  expect(lines.filter((line) => line.includes('no broker'))).toHaveLength(1);
  away = false;
  await until(() => received.length === 1);
  await until(async () => (await database.postgres.health()).outboxRows === 0);
});

it('puts aside what no message is sent on, so that the others go on', async () => {
  const before = (await database.postgres.health()).stuckMessages;
  const { relay, bus } = relayTo(
    (plain) => plain,
    messageCatalog.filter(({ name }) => name !== executionClosed.name),
  );
  await bus.start();
  await commit();
  relay.start();
  await until(() => lines.some((line) => line.includes('outbox entries are stuck')));
  await relay.stop();
  const health = await database.postgres.health();
  expect([health.outboxRows, health.stuckMessages]).toEqual([0, before + 1]);
});
