import { DEFAULT_TENANT } from '@evenkeel/domain';
import { Controller, Get } from '@nestjs/common';
import { testDatabase } from '@evenkeel/adapter-postgres/testing';
import { executionClosed } from '@evenkeel/contracts-messages';
import {
  CredentialBox,
  handles,
  MessageBus,
  part,
  Store,
  Sweep,
  Windows,
  type Hooks,
  type ServiceDefinition,
} from '@evenkeel/ports';
import { HostedProcess } from '../lifecycle/hosted-process.js';
import { createOutboxRelay } from '../outbox/create-outbox-relay.js';
import { createPlatform } from '../platform/create-platform.js';
import type { Platform } from '../platform/platform.js';
import type { SecretKeys } from '../platform/platform-settings.js';
import { testPlatformSettings } from '../testing/test-platform.js';
import { hostService } from './hosted-service.js';

const events: string[] = [];

class Notebook implements Hooks {
  constructor(readonly bus: MessageBus) {}

  async onApplicationShutdown(): Promise<void> {
    events.push('shutdown hook');
  }
}

class OnExecutionClosed {
  private failures = 1;

  constructor(private readonly notebook: Notebook) {}

  async handle(payloads: readonly (typeof executionClosed.example)[]): Promise<void> {
    if (this.failures > 0) {
      this.failures -= 1;
      throw new Error('not yet');
    }
    events.push(`handled ${payloads.length} ${this.notebook.bus.constructor.name}`);
  }
}

@Controller('greeting')
class Greeting {
  @Get()
  greet(): string {
    return 'hello';
  }
}

class Counting extends Sweep {
  readonly everyMs = 5;
  rounds = 0;

  async run(): Promise<void> {
    this.rounds += 1;
    if (this.rounds === 2) events.push('swept twice');
  }
}

class NeedsCredentials {
  constructor(readonly box: CredentialBox) {}
}

const definition: ServiceDefinition = {
  name: 'reconciler',
  handlers: [handles(executionClosed, part(OnExecutionClosed, Notebook))],
  endpoints: [Greeting],
  parts: [part(Notebook, MessageBus)],
  sweeps: [part(Counting)],
  repositories: ['jobs'],
  systemRepositories: ['due'],
};

describe('a hosted service', () => {
  const database = testDatabase();
  let platform: Platform;
  let hosted: HostedProcess;

  const start = async (keys?: SecretKeys) => {
    const settings = testPlatformSettings('reconciler', database.url, keys === undefined ? {} : { keys });
    platform = await createPlatform(settings, () => undefined);
    hosted = new HostedProcess(platform, createOutboxRelay(platform));
  };
  const until = async (event: string) => {
    while (!events.some((each) => each.startsWith(event))) await platform.timers.sleep(5);
  };
  beforeEach(() => events.splice(0));
  afterEach(() => hosted.stop());

  it('goes by what people set of the engine within five seconds, and from its start', async () => {
    const set = (name: string, value: number) =>
      platform.store.system.transaction((tx) =>
        tx.engine.saveSetting(name as 'DISPATCH_PER_TENANT', value, 'ada'),
      );
    await start();
    await set('DISPATCH_PER_TENANT', 7);
    await hosted.stop();
    await start();
    const seen: { windows?: Windows } = {};
    class Dispatching {
      constructor(windows: Windows) {
        seen.windows = windows;
      }
    }
    hosted.add(
      await hostService(
        { ...definition, parts: [...definition.parts, part(Dispatching, Windows)] },
        platform,
      ),
    );
    hosted.startRelay();
    expect(seen.windows?.perTenant).toBe(7);
    await set('DISPATCH_PER_TENANT', 9);
    const beganMs = performance.now();
    while (seen.windows?.perTenant !== 9 && performance.now() - beganMs < 5_000)
      await platform.timers.sleep(20);
    expect(seen.windows?.perTenant).toBe(9);
    await platform.store.system.transaction((tx) => tx.engine.clearSetting('DISPATCH_PER_TENANT'));
  });

  it('is given a store of which it may use what it declares', async () => {
    await start();
    const results: unknown[] = [];
    class Asking implements Hooks {
      constructor(private readonly store: Store) {}

      async onApplicationBootstrap(): Promise<void> {
        const tenant = this.store.of(DEFAULT_TENANT);
        results.push(await tenant.transaction((tx) => tx.jobs.findByName('none')));
        results.push(await tenant.read((tx) => tx.jobs.findByName('none')));
        results.push(await tenant.transaction((tx) => tx.now()));
        const refused = tenant.transaction((tx) => tx.failures.listOpen([]));
        results.push(await refused.catch((error: unknown) => error));
        const everywhere = this.store.system.transaction((tx) => tx.engine.overview());
        results.push(await everywhere.catch((error: unknown) => error));
      }
    }
    hosted.add(
      await hostService({ ...definition, parts: [...definition.parts, part(Asking, Store)] }, platform),
    );
    expect(results.slice(0, 3)).toEqual([undefined, undefined, expect.any(Date)]);
    expect(results[3]).toMatchObject({
      code: 'system.unexpected',
      message: 'The service reconciler does not declare the repository failures',
    });
    expect(results[4]).toMatchObject({
      message: 'The service reconciler does not declare the repository engine',
    });
  });

  it('handles what was committed, answers HTTP, sweeps, and stops in order', async () => {
    await start();
    const service = await hostService(definition, platform, { listen: { host: '127.0.0.1', port: 0 } });
    hosted.add(service);
    hosted.startRelay();
    expect(await (await fetch(`${service.url}/greeting`)).text()).toBe('hello');
    await platform.store.system.transaction((tx) =>
      tx.outbox.add(executionClosed, [executionClosed.example]),
    );
    await until('handled 1 TracedBus');
    await until('swept twice');
    await hosted.stop();
    expect(events.at(-1)).toBe('shutdown hook');
    await expect(fetch(`${service.url}/livez`)).rejects.toThrow();
  });

  it('also runs without a port of its own, beside others', async () => {
    await start();
    const service = await hostService(definition, platform);
    hosted.add(service);
    hosted.startRelay();
    expect(service.url).toBeUndefined();
    await platform.store.system.transaction((tx) =>
      tx.outbox.add(executionClosed, [executionClosed.example]),
    );
    await until('handled');
    expect(await platform.directory.readiness()).toEqual([{ name: 'reconciler', ready: true, detail: null }]);
  });

  it('is not ready before the bus delivers and while it stops, and says why', async () => {
    await start();
    const service = await hostService(definition, platform, { listen: { host: '127.0.0.1', port: 0 } });
    hosted.add(service);
    await service.quiesce();
    const answer = await fetch(`${service.url}/readyz`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({
      ready: false,
      checks: { database: { ok: true }, bus: { ok: false, detail: 'stopping' } },
    });
    expect((await fetch(`${service.url}/livez`)).status).toBe(200);
  });

  it('does not start where a key is missing that one of its classes asks for', async () => {
    await start({});
    const needy = { ...definition, parts: [...definition.parts, part(NeedsCredentials, CredentialBox)] };
    await expect(hostService(needy, platform)).rejects.toThrow(
      /NeedsCredentials.*CredentialBox|CredentialBox/s,
    );
  });

  it('does not start on a port that somebody has', async () => {
    await start();
    const first = await hostService(definition, platform, { listen: { host: '127.0.0.1', port: 0 } });
    hosted.add(first);
    const port = Number(new URL(first.url!).port);
    const other = { ...definition, handlers: [], sweeps: [] };
    await expect(hostService(other, platform, { listen: { host: '127.0.0.1', port } })).rejects.toThrow(
      'EADDRINUSE',
    );
  });

  it('gets the ports under the names of their abstract classes', async () => {
    await start();
    expect(platform.store).toBeInstanceOf(Store);
    await expect(Promise.resolve(platform.connectors.named('simulator').name)).resolves.toBe('simulator');
    expect(() => platform.connectors.named('telepathy')).toThrow(/no connector "telepathy".*rest, simulator/);
  });
});
