import RequestQueue from 'kafkajs/src/network/requestQueue';

const scheduleCheck = RequestQueue.prototype.scheduleCheckPendingRequests;

/**
 * kafkajs 2.2 looks after requests that wait for their turn with a timer that is set anew whenever it fires, on every
 * connection for as long as it lives. Where nothing waits the time it computes has long passed: Node warns of it, and
 * wakes each process a thousand times a second for every connection. A request that has to wait sets the timer itself.
 */
export function letIdleQueuesRest(): void {
  RequestQueue.prototype.scheduleCheckPendingRequests = checkWhileSomeWait;
}

function checkWhileSomeWait(this: RequestQueue): void {
  if (this.pending.length > 0) scheduleCheck.call(this);
}
