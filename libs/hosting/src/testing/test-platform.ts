import { generateSecretKey } from '@evenkeel/adapter-secrets';
import { keysOf } from '../platform/keys-of.js';
import type { BusSettings, PlatformSettings, SecretKeys } from '../platform/platform-settings.js';

/** Settings of a quiet process on a test database; in one process unless it is given brokers. */
export function testPlatformSettings(
  process: string,
  databaseUrl: string,
  { bus = { kind: 'in-process' }, keys = allKeys() }: { bus?: BusSettings; keys?: SecretKeys } = {},
): PlatformSettings {
  const instance = `${process}-test`;
  return { process, instance, log: { level: 'error', format: 'json', instance }, databaseUrl, bus, keys };
}

const KEYS = keysOf([generateSecretKey()]);

/** The same for all processes of a spec, as in an installation. */
export function allKeys(): SecretKeys {
  return KEYS;
}
