import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const installer = new URL('./kafka/kafka.mjs', import.meta.url);

/**
 * A real broker for the tests: the one `KAFKA_BROKERS` names, else a local Apache Kafka.
 * Never rejects: `missing` says why there is none.
 */
export async function kafkaForTests() {
  const nothingToStop = async () => {};
  if (process.env.KAFKA_BROKERS) return { brokers: process.env.KAFKA_BROKERS, stop: nothingToStop };
  if (!existsSync(fileURLToPath(installer))) {
    return { missing: 'KAFKA_BROKERS is not set and there is no local Kafka.', stop: nothingToStop };
  }
  try {
    const { start } = await import(installer.href);
    const kafka = await start();
    return { brokers: kafka.brokers, stop: () => kafka.close() };
  } catch (error) {
    return { missing: `the local Kafka did not start: ${error.message}`, stop: nothingToStop };
  }
}
