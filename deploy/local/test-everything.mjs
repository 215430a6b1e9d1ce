// Everything there is to check, on real Postgres and real Kafka. `npm test -- --only checks|unit|journeys` for a part,
// `npm test -- --only long` for what takes long and is no part of it,
// `npm test -- --changed` for a quick look at what differs from main.
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { kafkaForTests } from './kafka-for-tests.mjs';
import { changedFiles, needsKafka, partsOf } from './changed.mjs';
import { changes, checks, leaveLong, stopLanes, tests, types } from './lanes.mjs';
import { scratchFolder } from './scratch.mjs';
import { Tally } from './tally.mjs';

const LANES = ['checks', 'unit', 'journeys', 'long'];
const { only, changed = false } = parseArgs({
  options: { only: { type: 'string' }, changed: { type: 'boolean' } },
}).values;
if (only !== undefined && !LANES.includes(only)) {
  process.stderr.write(`--only takes one of ${LANES.join(', ')}\n`);
  process.exit(2);
}
if (only !== undefined && changed) {
  process.stderr.write('--only and --changed are two different parts: give one\n');
  process.exit(2);
}
const wanted = (lane) => (only === undefined ? lane !== 'long' : only === lane);

// Brokers of tests live for a minute or two: too short for the second compiler of Java to pay. Ready after 2.6 s of processor
// time, not 5.0 s.
const SHORT_LIVED_JAVA = '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC';
process.env.JDK_JAVA_OPTIONS = `${process.env.JDK_JAVA_OPTIONS ?? ''} ${SHORT_LIVED_JAVA}`.trim();

const began = Date.now();
const scratch = scratchFolder();
// Databases, brokers and caches of the tools go there too.
process.env.TMPDIR = scratch;
const tally = new Tally();
const parts = changed ? partsOf(changedFiles()) : undefined;
const usesKafka = parts === undefined ? only !== 'checks' : parts.specs.some(needsKafka);
const kafka = usesKafka ? kafkaForTests() : undefined;
const stop = async () => {
  // A broker that does not stop must not keep the answer back.
  await Promise.race([
    kafka?.then((broker) => broker.stop()),
    new Promise((resolve) => setTimeout(resolve, 20_000)),
  ]);
  rmSync(scratch, { recursive: true, force: true });
};
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    stopLanes();
    void stop().finally(() => process.exit(130));
  });
}

// Types first: specs that start processes run what it builds.
await types(tally);
const { brokers, missing } = (await kafka) ?? {};
const env = brokers ? { KAFKA_BROKERS: brokers } : {};
const suites = ['unit', 'journeys', 'long'].filter(wanted);
if (parts !== undefined) await changes(tally, parts, { scratch, env });
else
  await Promise.all([
    wanted('checks') ? checks(tally) : undefined,
    suites.length > 0 ? tests(tally, suites, { scratch, env }) : undefined,
  ]);
if (only === undefined && !changed) leaveLong(tally);
if (missing && process.env.CI === 'true') tally.fail('Kafka', missing);
await stop();

console.log(`\n${tally.report()}`);
console.log(`took ${Math.round((Date.now() - began) / 1000)} s`);
if (missing) console.log(`!!! KAFKA SUITES WERE SKIPPED: ${missing}`);
console.log(tally.closingLine());
process.exit(tally.failed > 0 ? 1 : 0);
