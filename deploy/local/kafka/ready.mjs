// Whether a broker really works: for a moment after its port opens, coordinators still answer "loading".
import { setTimeout as sleep } from 'node:timers/promises';
import kafkajs from 'kafkajs';
import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';

const { Kafka, logLevel, Partitioners } = kafkajs;
const READY_WITHIN_MS = 60_000;
const ATTEMPT_WITHIN_MS = 5_000;
const TOPIC = 'evenkeel.ready';

// As the adapter does: without it kafkajs sets timers for moments that have passed, of which Node warns.
const scheduleCheck = RequestQueue.prototype.scheduleCheckPendingRequests;
RequestQueue.prototype.scheduleCheckPendingRequests = function () {
  if (this.pending.length > 0) scheduleCheck.call(this);
};

/** Resolves when a message was produced and consumed, or `signal` was aborted. Gives up after a minute. */
export async function untilReady(brokers, signal) {
  const kafka = new Kafka({
    clientId: 'evenkeel-ready',
    brokers: [brokers],
    logLevel: logLevel.NOTHING,
    connectionTimeout: 1_000,
    retry: { retries: 0, restartOnFailure: async () => false },
  });
  const until = Date.now() + READY_WITHIN_MS;
  while (!signal?.aborted) {
    try {
      await passAMessage(kafka);
      return;
    } catch (error) {
      if (Date.now() > until)
        throw new Error(`Kafka at ${brokers} did not get ready: ${error.message}`, { cause: error });
      await sleep(100);
    }
  }
}

/** One attempt with clients of its own: one that met a half-ready broker may never recover. */
async function passAMessage(kafka) {
  const admin = kafka.admin();
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  const consumer = kafka.consumer({ groupId: TOPIC, maxWaitTimeInMs: 100 });
  try {
    await admin.connect();
    const { brokers } = await admin.describeCluster();
    if (brokers.length === 0) throw new Error('no broker has registered yet');
    await admin.createTopics({ topics: [{ topic: TOPIC, numPartitions: 1 }], waitForLeaders: true });
    await producer.connect();
    await producer.send({ topic: TOPIC, messages: [{ value: 'ready?' }] });
    await consumer.connect();
    await consumer.subscribe({ topic: TOPIC, fromBeginning: true });
    await new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error('no message came back')), ATTEMPT_WITHIN_MS).unref();
      consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
      consumer.run({ eachMessage: async () => resolve() }).catch(reject);
    });
  } finally {
    await Promise.race([
      Promise.allSettled([consumer.disconnect(), producer.disconnect(), admin.disconnect()]),
      sleep(1_000, undefined, { ref: false }),
    ]);
  }
}
