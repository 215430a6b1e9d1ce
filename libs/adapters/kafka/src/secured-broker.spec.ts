import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, openAuthority } from '@evenkeel/conformance';
import { runRequested } from '@evenkeel/contracts-messages';
import type { KafkaSecurity } from './kafka-client.js';
import { kafkaBrokers } from './specs/env.js';
import { KafkaWorld } from './testing/kafka-world.js';
import { canRunABroker, OwnBroker } from './testing/own-broker.js';

jest.setTimeout(120_000);

const USER = { username: 'evenkeel' };

function describeASecuredBroker(): void {
  describe('A broker that takes users by TLS only, and shown certificates', () => {
    const folder = mkdtempSync(join(tmpdir(), 'evenkeel-tls-'));
    const authority = openAuthority('test authority');
    const [server, client] = [authority.issue('broker'), authority.issue('evenkeel')];
    let broker: OwnBroker;
    let world: KafkaWorld;

    beforeAll(async () => {
      const file = (name: string, text: string) => {
        writeFileSync(join(folder, name), text, { mode: 0o600 });
        return join(folder, name);
      };
      broker = await OwnBroker.start({
        secured: {
          keystore: file('broker.pem', server.key + server.certificate),
          truststore: file('ca.pem', authority.certificate),
          clientCertificates: true,
          ...{ username: USER.username, password: 'a-password' },
        },
      });
    });
    afterAll(async () => {
      await broker.close();
      rmSync(folder, { recursive: true });
    });
    beforeEach(() => {
      world = new KafkaWorld(broker.securedBrokers ?? '');
    });
    afterEach(() => world.close());

    const tls: KafkaSecurity['tls'] = { authorities: authority.certificate, client };
    const sasl = (mechanism: NonNullable<KafkaSecurity['sasl']>['mechanism'], password = 'a-password') => ({
      ...{ mechanism, password, username: USER.username },
    });

    it.each(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const)(
      'is spoken to with %s',
      async (mechanism) => {
        const got: unknown[] = [];
        const bus = world.join({ security: { tls, sasl: sasl(mechanism) } });
        bus.subscribe(runRequested, {
          service: 'reconciler',
          handle: async (list) => void got.push(...list),
        });
        await bus.start();
        await bus.publish(runRequested, [runRequested.example]);
        await eventually('it arrived', () => got.length === 1, 60_000);
      },
    );

    it.each<[string, KafkaSecurity]>([
      ['with a wrong password', { tls, sasl: sasl('SCRAM-SHA-512', 'wrong') }],
      ['without a name', { tls, sasl: null }],
      ['in the clear', { tls: null, sasl: sasl('SCRAM-SHA-512') }],
      [
        'by those who do not trust its certificate',
        { tls: { authorities: null, client }, sasl: sasl('PLAIN') },
      ],
      [
        'without a certificate',
        { tls: { authorities: authority.certificate, client: null }, sasl: sasl('PLAIN') },
      ],
    ])('takes nothing %s, and the password is in no line of the log', async (_, security) => {
      const bus = world.join({ security, publishDeadlineMs: 3_000 });
      await expect(bus.publish(runRequested, [runRequested.example])).rejects.toMatchObject({
        code: 'system.broker',
      });
      expect(JSON.stringify(world.logger.lines)).not.toContain('a-password');
    });
  });
}

if (kafkaBrokers() === undefined || !canRunABroker()) {
  describe.skip('A secured Kafka broker (KAFKA_BROKERS is not set, or there is no Java)', () =>
    it('is not tested', () => undefined));
} else {
  describeASecuredBroker();
}
