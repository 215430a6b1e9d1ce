import { NodeTimers } from '@evenkeel/adapter-node-runtime';
import { createPostgres } from '@evenkeel/adapter-postgres';
import { testDatabase } from '@evenkeel/adapter-postgres/testing';
import { ListedLogger, ListedMeter } from '@evenkeel/conformance';
import type { LifecycleEvent } from '@evenkeel/contracts-messages';
import type { MessageBus } from '@evenkeel/ports';
import { EventRelay } from './event-relay.js';

const database = testDatabase();
const timers = new NodeTimers();
const stops: (() => Promise<void>)[] = [];

/** A bus that keeps what it is told, and is away while it is said to be. */
class TellingBus {
  readonly told: LifecycleEvent[] = [];
  isAway = false;

  async tell(events: readonly LifecycleEvent[]): Promise<void> {
    if (this.isAway) throw new Error('no broker');
    this.told.push(...events);
  }
}

function relayTo(bus: TellingBus, { publishes = true, postgres = database.postgres } = {}) {
  const log = new ListedLogger();
  const relay = new EventRelay({
    ...{ events: postgres.events, outbox: postgres.outbox, timers, log, meter: new ListedMeter() },
    bus: bus as unknown as MessageBus,
    keepDays: 7,
    publishes,
  });
  relay.start();
  stops.push(() => relay.stop());
  return { relay, log };
}

const happen = (id: string) =>
  database.tenant.transaction((tx) =>
    tx.events.keep({
      kind: 'outside_trigger',
      facts: { id, askedBy: null, topic: 't', jobId: null, triggerIds: [], code: 'request.invalid' },
    }),
  );
const idsOf = ({ told }: TellingBus) => told.map(({ subject }) => subject.replace('triggers/', ''));
async function until(done: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await done())) await timers.sleep(5);
}

beforeEach(() => database.reset());
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

it('tells other systems of what was committed, in its order', async () => {
  const bus = new TellingBus();
  relayTo(bus);
  for (const id of ['1', '2', '3']) await happen(id);
  await until(() => bus.told.length === 3);
  expect(idsOf(bus)).toEqual(['1', '2', '3']);
});

it('keeps events while the bus does not take them, says so once, and tells them later', async () => {
  const bus = new TellingBus();
  bus.isAway = true;
  const { log } = relayTo(bus);
  await happen('1');
  await timers.sleep(700);
  expect(log.lines.filter((line) => JSON.stringify(line).includes('no broker'))).toHaveLength(1);
  bus.isAway = false;
  await until(() => bus.told.length === 1);
});

it('of several processes one tells at a time: nothing twice, nothing out of order', async () => {
  const bus = new TellingBus();
  const others = [1, 2].map(() => createPostgres({ url: database.url, poolSize: 2 }));
  for (const postgres of [database.postgres, ...others]) relayTo(bus, { postgres });
  const ids = Array.from({ length: 40 }, (_, at) => String(at));
  for (const id of ids) await happen(id);
  await until(() => bus.told.length >= ids.length);
  for (const stop of stops.splice(0)) await stop();
  await Promise.all(others.map((postgres) => postgres.close()));
  expect(idsOf(bus)).toEqual(ids);
});

it('numbers events also where there is no one to tell', async () => {
  const bus = new TellingBus();
  relayTo(bus, { publishes: false });
  await happen('1');
  const kept = () => database.tenant.transaction((tx) => tx.events.after(0, {}, 10));
  await until(async () => (await kept()).length === 1);
  expect(bus.told).toEqual([]);
});
