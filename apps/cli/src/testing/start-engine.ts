import { testDatabase, type SpecDatabase } from '@evenkeel/adapter-postgres/testing';
import { SimulatorProvider } from '@evenkeel/connector-simulator/provider';
import {
  createOutboxRelay,
  createPlatform,
  HostedProcess,
  hostService,
  type PlatformSettings,
} from '@evenkeel/hosting';
import { testPlatformSettings } from '@evenkeel/hosting/testing';
import { adminService, admitCallers, prepareAdminApi } from '@evenkeel/service-admin';
import { coordinatorService } from '@evenkeel/service-coordinator';
import { executorWorkerService } from '@evenkeel/service-executor-worker';
import { ingestionService } from '@evenkeel/service-ingestion';
import { reconcilerService } from '@evenkeel/service-reconciler';

/** The whole engine behind a real admin API, and a provider to sync from. */
export interface StartedEngine {
  readonly url: string;
  readonly provider: SimulatorProvider;
  /** What is stored, as SQL sees it. */
  readonly database: SpecDatabase;
}

/** For a spec file: one engine for all of its tests; without a scheduler, unless it is named. */
export function startEngine(
  more: Partial<PlatformSettings> = {},
  further: Parameters<typeof hostService>[0][] = [],
): StartedEngine {
  let hosted: HostedProcess;
  let provider: SimulatorProvider;
  let url = '';
  // Ahead of the database: no process may look for one that is gone.
  afterAll(async () => {
    await hosted?.stop();
    await provider?.stop();
  });
  const database = testDatabase();
  beforeAll(async () => {
    provider = await SimulatorProvider.start({ records: 1000, pageSize: 100, largestPage: 100 });
    const settings = { ...testPlatformSettings('cli', database.url), ...more };
    const platform = await createPlatform(settings, (reason) => {
      throw reason;
    });
    hosted = new HostedProcess(platform, createOutboxRelay(platform));
    const usual = [reconcilerService, coordinatorService, executorWorkerService, ingestionService];
    for (const service of [...usual, ...further]) {
      hosted.add(await hostService(service, platform));
    }
    const admin = await hostService(adminService, platform, {
      listen: { host: '127.0.0.1', port: 0 },
      admit: admitCallers,
      prepare: prepareAdminApi,
    });
    hosted.add(admin);
    hosted.startRelay();
    url = admin.url ?? '';
  }, 60_000);
  return {
    database,
    get url() {
      return url;
    },
    get provider() {
      return provider;
    },
  };
}
