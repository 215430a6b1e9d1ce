// A broker for a test that stops and starts it: forked, told what to do by messages, gone when its parent is.
import { start } from './kafka.mjs';

let broker;
const ORDERS = {
  start: async (options) => {
    broker = await start(options);
    const { brokers, securedBrokers } = broker;
    return { brokers, securedBrokers };
  },
  stop: () => broker?.stop(),
  kill: () => broker?.kill(),
  restart: () => broker?.restart(),
};

process.on('message', async ({ order, options }) => {
  try {
    process.send({ done: order, result: await ORDERS[order](options) });
  } catch (error) {
    process.send({ failed: error.message });
  }
});
process.on('disconnect', async () => {
  await broker?.close();
  process.exit();
});
