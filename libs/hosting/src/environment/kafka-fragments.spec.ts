import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAuthority } from '@evenkeel/conformance';
import { DEFAULT_TENANT } from '@evenkeel/domain';
import { readServiceSettings } from './service-environment.js';
import { WrongEnvironment, type Environment } from './variables.js';

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-env-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const authority = openAuthority('authority');
const client = authority.issue('client');
const ca = file('ca.pem', authority.certificate);
const certificate = file('client.pem', client.certificate);
const key = file('client.key', client.key);
const password = file('password', 'a word\n');
const OTHER = '00000000-0000-0000-0000-000000000009';

const settings = (changes: Environment, brokers = 'kafka-1:9092') =>
  readServiceSettings('scheduler', {
    ...{ DATABASE_URL: 'postgres://evenkeel:pw@127.0.0.1:5432/evenkeel', KAFKA_BROKERS: brokers },
    ...changes,
  }).platform;
const securityOf = (changes: Environment, brokers?: string) => settings(changes, brokers).bus;

function wrongIn(changes: Environment): string[] {
  try {
    settings(changes);
  } catch (error) {
    if (!(error instanceof WrongEnvironment)) throw error;
    expect(error.message).not.toContain('a word');
    return error.problems.map(({ name }) => name);
  }
  return [];
}

describe('Kafka', () => {
  it('is spoken to by TLS with a user, whose password may be in a file', () => {
    const sasl = { KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512', KAFKA_SASL_USERNAME: 'evenkeel' };
    const told = { mechanism: 'SCRAM-SHA-512', username: 'evenkeel', password: 'a word' };
    expect(
      securityOf({
        ...sasl,
        ...{ KAFKA_SASL_PASSWORD_FILE: password, KAFKA_TLS_CA_FILE: ca },
        ...{ KAFKA_TLS_CERT_FILE: certificate, KAFKA_TLS_KEY_FILE: key },
      }),
    ).toMatchObject({
      security: {
        tls: {
          authorities: authority.certificate,
          client: { certificate: client.certificate, key: client.key },
        },
        sasl: told,
      },
    });
    expect(securityOf({ ...sasl, KAFKA_SASL_PASSWORD: 'a word' })).toMatchObject({
      security: { tls: null, sasl: told },
    });
    expect(securityOf({ KAFKA_TLS: 'true' })).toMatchObject({
      security: { tls: { authorities: null, client: null }, sasl: null },
    });
    expect(securityOf({})).not.toHaveProperty('security');
  });

  it('gets no password in the clear, unless it is on this machine', () => {
    const plain = {
      ...{ KAFKA_SASL_MECHANISM: 'PLAIN', KAFKA_SASL_USERNAME: 'evenkeel', KAFKA_SASL_PASSWORD: 'a word' },
    };
    expect(wrongIn(plain)).toEqual(['KAFKA_TLS']);
    expect(wrongIn({ ...plain, KAFKA_TLS: 'true' })).toEqual([]);
    expect(securityOf(plain, '127.0.0.1:9092')).toHaveProperty('security');
  });

  it.each<[Environment, string]>([
    [{ KAFKA_TLS_CA_FILE: join(folder, 'none') }, 'KAFKA_TLS_CA_FILE'],
    [{ KAFKA_TLS_CA_FILE: key }, 'KAFKA_TLS_CA_FILE'],
    [{ KAFKA_TLS_CERT_FILE: certificate }, 'KAFKA_TLS_KEY_FILE'],
    [{ KAFKA_SASL_USERNAME: 'evenkeel' }, 'KAFKA_SASL_MECHANISM'],
    [{ KAFKA_SASL_MECHANISM: 'GSSAPI' }, 'KAFKA_SASL_MECHANISM'],
    [{ KAFKA_SASL_MECHANISM: 'PLAIN', KAFKA_SASL_PASSWORD: 'a word' }, 'KAFKA_SASL_USERNAME'],
    [{ KAFKA_SASL_MECHANISM: 'PLAIN', KAFKA_SASL_USERNAME: 'evenkeel' }, 'KAFKA_SASL_PASSWORD'],
    [{ KAFKA_TRIGGER_TOPICS: 'a b' }, 'KAFKA_TRIGGER_TOPICS'],
    [{ KAFKA_TRIGGER_TOPICS: 'shop=someone' }, 'KAFKA_TRIGGER_TOPICS'],
    [{ KAFKA_FOREIGN_TOPICS: 'a*b' }, 'KAFKA_FOREIGN_TOPICS'],
  ])('%j is told at once', (changes, name) => {
    expect(wrongIn(changes)).toEqual([name]);
  });

  it('has topics that are each for one tenant', () => {
    const own = { topic: 'evenkeel.triggers.v1', tenantId: DEFAULT_TENANT, isOwn: true };
    expect(settings({}).topics).toEqual({ hasKafka: true, triggerTopics: [own], foreign: [] });
    expect(settings({ KAFKA_PREFIX: 'x.' }).topics?.triggerTopics).toEqual([
      { ...own, topic: 'x.evenkeel.triggers.v1' },
    ]);
    const given = { KAFKA_TRIGGER_TOPICS: `shop=${OTHER}`, KAFKA_FOREIGN_TOPICS: `crm.*, billing=${OTHER}` };
    expect(settings(given).topics).toMatchObject({
      triggerTopics: [{ topic: 'shop', tenantId: OTHER, isOwn: false }],
      foreign: [
        { pattern: 'crm.*', tenantId: DEFAULT_TENANT },
        { pattern: 'billing', tenantId: OTHER },
      ],
    });
    expect(settings({ KAFKA_TRIGGER_TOPICS: 'none' }).topics?.triggerTopics).toEqual([]);
  });
});
