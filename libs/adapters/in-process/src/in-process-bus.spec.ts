import { pageFetched, runRequested } from '@evenkeel/contracts-messages';
import {
  describeMessageBus,
  eventually,
  ListedLogger,
  ListedMeter,
  ListedStuckMessages,
  RealTimers,
} from '@evenkeel/conformance';
import { InProcessBus } from './in-process-bus.js';

function newBus(meter = new ListedMeter()): { bus: InProcessBus; stuckMessages: ListedStuckMessages } {
  const stuckMessages = new ListedStuckMessages();
  const timers = new RealTimers();
  return {
    bus: new InProcessBus({ stuckMessages, timers, logger: new ListedLogger(), meter }),
    stuckMessages,
  };
}

describeMessageBus('The in-process bus', {
  members: 'one',
  open: async () => {
    const { bus, stuckMessages } = newBus();
    return { join: () => bus, stuck: stuckMessages.list, close: () => bus.stop() };
  },
});

describe('The in-process bus', () => {
  it('lets services join one after the other while it runs', async () => {
    const { bus } = newBus();
    await bus.start();
    await bus.publish(runRequested, [runRequested.example]);
    const got: unknown[] = [];
    bus.subscribe(runRequested, { service: 'reconciler', handle: async (list) => void got.push(...list) });
    await eventually('it arrived', () => got.length === 1);
    await bus.stop();
  });

  it('refuses a second handler of a service for one topic', () => {
    const { bus } = newBus();
    const handle = async (): Promise<void> => undefined;
    bus.subscribe(runRequested, { service: 'reconciler', handle });
    expect(() => bus.subscribe(runRequested, { service: 'reconciler', handle })).toThrow('already');
  });

  it('leaves sockets and timers their turn while messages never end', async () => {
    const { bus } = newBus();
    bus.subscribe(runRequested, {
      service: 'reconciler',
      handle: async (payloads) => bus.publish(runRequested, payloads),
    });
    await bus.start();
    await bus.publish(runRequested, [runRequested.example]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await bus.stop();
  });

  it('counts what waits and what was handled', async () => {
    const meter = new ListedMeter();
    const { bus } = newBus(meter);
    bus.subscribe(runRequested, { service: 'reconciler', handle: async () => undefined });
    await bus.start();
    await bus.publish(runRequested, [runRequested.example, runRequested.example]);
    const labels = `{${runRequested.topic},reconciler`;
    await eventually('both handled', () => meter.values.get(`messages_total${labels},handled}`) === 2);
    await eventually('none waits', () => meter.values.get(`queue_depth_messages${labels}}`) === 0);
    await bus.stop();
  });

  it('carries pages of 1,000 records at well over a million records a second', async () => {
    const { bus } = newBus();
    const [record] = pageFetched.example.records;
    const page = { ...pageFetched.example, records: Array.from({ length: 1_000 }, () => record!) };
    let records = 0;
    bus.subscribe(pageFetched, {
      service: 'ingestion',
      batch: 4,
      handle: async (pages) => void (records += pages.reduce((sum, each) => sum + each.records.length, 0)),
    });
    await bus.start();
    const start = performance.now();
    for (let i = 0; i < 2_000; i += 1) await bus.publish(pageFetched, [{ ...page, pageNo: i }]);
    await eventually('all arrived', () => records === 2_000_000);
    expect(records / (performance.now() - start)).toBeGreaterThan(1_000);
    await bus.stop();
  });
});
