import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runKafkaTool, type SecuredPort } from '@evenkeel/adapter-kafka/testing';
import { openAuthority } from '@evenkeel/conformance';
import { eventually } from './kit/eventually.js';
import { install, type Installation } from './kit/installation.js';
import { onKafka } from './kit/on-kafka.js';
import { tmpdir } from 'node:os';

const RECORDS = 100;
const PASSWORD = 'a-password-of-kafka';

let all: Installation;
const folder = mkdtempSync(join(tmpdir(), 'evenkeel-secured-'));

/** A file that only its owner may read. */
function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

onKafka('On a Kafka that takes users by TLS only', () => {
  const authority = openAuthority('an authority of a day');
  const server = authority.issue('broker');
  const ca = file('ca.pem', authority.certificate);
  const secured: SecuredPort = {
    keystore: file('broker.pem', server.key + server.certificate),
    truststore: ca,
    ...{ username: 'evenkeel', password: PASSWORD },
  };

  beforeAll(async () => {
    all = await install(
      'secured-kafka',
      { records: RECORDS },
      {
        env: {
          KAFKA_TLS_CA_FILE: ca,
          KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512',
          KAFKA_SASL_USERNAME: 'evenkeel',
          KAFKA_SASL_PASSWORD_FILE: file('password', `${PASSWORD}\n`),
        },
        secured,
      },
    );
  }, 240_000);
  afterAll(async () => {
    await all?.stop();
    rmSync(folder, { recursive: true });
  }, 90_000);

  it('a job runs through all services, and another program asks for a run by the same port', async () => {
    const { admin, kafka, sandbox, store } = all;
    await admin.addSandbox('sandbox', sandbox.url);
    await admin.addJob({
      name: 'customers',
      connection: 'sandbox',
      stream: 'customers',
      recordType: 'customer',
    });
    const ended = await admin.runToEnd('customers');
    expect(ended).toMatchObject({ status: 'completed', receipt: { balanced: true, created: RECORDS } });
    const module = 'org.apache.kafka.common.security.scram.ScramLoginModule';
    const properties = [
      'security.protocol=SASL_SSL',
      'sasl.mechanism=SCRAM-SHA-512',
      `sasl.jaas.config=${module} required username="evenkeel" password="${PASSWORD}";`,
      'ssl.truststore.type=PEM',
      `ssl.truststore.location=${ca}`,
    ];
    await runKafkaTool(
      'console-producer',
      [
        ...['--bootstrap-server', kafka.securedBrokers ?? '', '--topic', 'evenkeel.triggers.v1'],
        ...['--command-config', file('producer.properties', properties.join('\n'))],
      ],
      [
        JSON.stringify({
          ...{ specversion: '1.0', id: '1', source: 'urn:another', type: 'sync.requested' },
          data: { job: 'customers', mode: 'full' },
        }),
      ],
    );
    const run = await eventually(
      'the run that was asked for ends',
      async () =>
        (await admin.executions('customers')).items.find(
          ({ trigger, ended: isOver }) => trigger.kind === 'event' && isOver,
        ),
      60_000,
    );
    expect(run).toMatchObject({ status: 'completed', receipt: { balanced: true, fetched: RECORDS } });
    expect(await store.stuckMessages()).toEqual([]);
  }, 180_000);
});
