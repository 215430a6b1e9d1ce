import type { ServiceDefinition } from '@evenkeel/ports';
import { testDatabase } from '@evenkeel/adapter-postgres/testing';
import { readServiceSettings } from '../environment/service-environment.js';
import type { Environment } from '../environment/variables.js';
import type { HostingOptions } from '../hosted/hosted-service.js';
import { startService, type RunningService } from '../lifecycle/run-service.js';
import type { SecretKeys } from '../platform/platform-settings.js';
import { allKeys } from './test-platform.js';

/**
 * Boots a service as its own process would, from its environment on, on a real database. The in-process bus stands for
 * Kafka: whether the two agree is the business of the bus conformance suite and of the journeys.
 */
export function itBootsAlone(
  definition: ServiceDefinition,
  options: Pick<HostingOptions, 'admit' | 'prepare'> = {},
): void {
  describe(`the ${definition.name} process`, () => {
    const database = testDatabase();
    let running: RunningService;

    beforeAll(async () => {
      const settings = readServiceSettings(definition.name, environmentFor(database.url, allKeys()));
      const platform = { ...settings.platform, bus: { kind: 'in-process' } as const };
      running = await startService(definition, { ...settings, platform }, failTest, options);
    });
    afterAll(() => running?.stop());

    it('is alive and ready', async () => {
      expect((await fetch(`${running.url}/livez`)).status).toBe(200);
      const ready = await fetch(`${running.url}/readyz`);
      expect(await ready.json()).toMatchObject({ ready: true, service: definition.name });
    });

    it('shows its metrics under its own name', async () => {
      const answer = await fetch(`${running.url}/metrics`);
      expect(answer.headers.get('content-type')).toContain('text/plain');
      const text = await answer.text();
      expect(text).toMatch(/evenkeel_\w+/);
      expect(text).toMatch(new RegExp(`process_cpu_seconds_total{service="${definition.name}"} `));
    });

    it('stops in order, and then nobody answers', async () => {
      await running.stop();
      await expect(fetch(`${running.url}/livez`)).rejects.toThrow();
    });
  });
}

function environmentFor(databaseUrl: string, { master }: SecretKeys): Environment {
  return {
    DATABASE_URL: databaseUrl,
    KAFKA_BROKERS: '127.0.0.1:9',
    EVENKEEL_SECRET_KEY: master?.join(','),
    PORT: '0',
    LOG_LEVEL: 'error',
  };
}

function failTest(reason: unknown): never {
  throw reason;
}
