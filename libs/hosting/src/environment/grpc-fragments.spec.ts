import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAuthority } from '@evenkeel/conformance';
import { readServiceSettings } from './service-environment.js';
import { readStandaloneSettings } from './standalone-environment.js';
import { WrongEnvironment, type Environment } from './variables.js';

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-env-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const authority = openAuthority('authority');
const own = authority.issue('admin');
const ca = file('ca.pem', authority.certificate);
const certificate = file('admin.pem', own.certificate);
const key = file('admin.key', own.key);

const needed = {
  DATABASE_URL: 'postgres://evenkeel:pw@127.0.0.1:5432/evenkeel',
  KAFKA_BROKERS: 'kafka-1:9092',
  EVENKEEL_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
};
const grpcOf = (changes: Environment) => readServiceSettings('admin', { ...needed, ...changes }).listen.grpc;

function wrongIn(changes: Environment): string[] {
  try {
    grpcOf(changes);
  } catch (error) {
    if (!(error instanceof WrongEnvironment)) throw error;
    return error.problems.map(({ name }) => name);
  }
  return [];
}

it('serves nothing over gRPC unless it is given a port', () => {
  expect(grpcOf({})).toBeUndefined();
  expect(readStandaloneSettings({}).listen.grpc).toBeUndefined();
  expect(readStandaloneSettings({ GRPC_PORT: '4188' }).listen.grpc).toEqual({
    host: '127.0.0.1',
    port: 4188,
    tls: null,
  });
  expect(readServiceSettings('scheduler', { ...needed, GRPC_PORT: '4188' }).listen.grpc).toBeUndefined();
});

it('is served by TLS where there is a certificate, which callers may have to show, too', () => {
  const tls = { GRPC_PORT: '0', GRPC_TLS_CERT_FILE: certificate, GRPC_TLS_KEY_FILE: key };
  const served = { certificate: own.certificate, key: own.key };
  expect(grpcOf(tls)?.tls).toEqual({ ...served, clientAuthorities: null });
  expect(grpcOf({ ...tls, GRPC_TLS_CLIENT_CA_FILE: ca })?.tls).toEqual({
    ...served,
    clientAuthorities: authority.certificate,
  });
});

it('is refused where files of TLS do not fit together, or are none', () => {
  expect(wrongIn({ GRPC_PORT: '0', GRPC_TLS_CERT_FILE: certificate })).toEqual(['GRPC_TLS_KEY_FILE']);
  expect(wrongIn({ GRPC_PORT: '0', GRPC_TLS_KEY_FILE: key })).toEqual(['GRPC_TLS_CERT_FILE']);
  expect(wrongIn({ GRPC_PORT: '0', GRPC_TLS_CLIENT_CA_FILE: ca })).toEqual(['GRPC_TLS_CERT_FILE']);
  expect(wrongIn({ GRPC_PORT: '0', GRPC_TLS_CERT_FILE: key })).toEqual(['GRPC_TLS_CERT_FILE']);
});

it('does not listen for other machines where callers need no key', () => {
  expect(wrongIn({ GRPC_PORT: '4188', GRPC_HOST: '0.0.0.0' })).toEqual(['GRPC_HOST']);
  expect(wrongIn({ GRPC_PORT: '4188', HOST: '0.0.0.0' })).toEqual(['HOST', 'GRPC_HOST']);
  expect(wrongIn({ GRPC_HOST: '0.0.0.0' })).toEqual([]);
  expect(grpcOf({ GRPC_PORT: '4188', GRPC_HOST: '0.0.0.0', EVENKEEL_AUTHENTICATION: 'keys' })?.host).toBe(
    '0.0.0.0',
  );
});
