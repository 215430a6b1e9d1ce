// A local Kafka that obeys the journey which forked this: `start`, `stop`, `restart` come as messages, each is answered
// with `{ brokers }` or `{ error }`. The broker ends with this process, and this process with the journey.
import { start } from '../../deploy/local/kafka/kafka.mjs';

const dataDir = process.argv[2];
let broker;

const orders = {
  start: async () => {
    broker = await start({ dataDir });
  },
  stop: () => broker.stop(),
  restart: () => broker.restart(),
};

process.on('message', async (order) => {
  try {
    await orders[order]();
    process.send({ brokers: broker.brokers });
  } catch (error) {
    process.send({ error: error.message });
  }
});
process.on('disconnect', () => process.exit());
