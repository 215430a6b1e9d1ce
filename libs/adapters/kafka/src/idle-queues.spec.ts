import RequestQueue from 'kafkajs/src/network/requestQueue';
import { letIdleQueuesRest } from './idle-queues.js';

letIdleQueuesRest();

interface Opened {
  readonly queue: RequestQueue & { throttledUntil: number; push(request: object): void };
  readonly sent: number[];
}

function open(): Opened {
  const logger = { debug: () => undefined, warn: () => undefined };
  const queue = new RequestQueue({ maxInFlightRequests: null, requestTimeout: 1_000, logger });
  return { queue: queue as Opened['queue'], sent: [] };
}

function push({ queue, sent }: Opened, correlationId: number): void {
  const entry = { correlationId, resolve: () => undefined, reject: () => undefined };
  queue.push({ entry, expectResponse: false, sendRequest: () => void sent.push(correlationId) });
}

describe('the request queue of a connection', () => {
  it('sets no timer while no request waits', () => {
    const opened = open();
    opened.queue.checkPendingRequests();
    expect(opened.queue.throttleCheckTimeoutId).toBeNull();
    push(opened, 1);
    expect(opened.sent).toEqual([1]);
    expect(opened.queue.throttleCheckTimeoutId).toBeNull();
  });

  it('sends what the broker made it keep back as soon as it may, and rests again', async () => {
    const opened = open();
    opened.queue.throttledUntil = Date.now() + 30;
    push(opened, 1);
    push(opened, 2);
    expect(opened.sent).toEqual([]);
    while (opened.sent.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(opened.sent).toEqual([1, 2]);
    expect(opened.queue.throttleCheckTimeoutId).toBeNull();
  });
});
