import type { ServiceDefinition } from '@evenkeel/ports';
import type { ServiceSettings } from '../environment/service-environment.js';
import { hostService, type HostingOptions } from '../hosted/hosted-service.js';
import { createOutboxRelay } from '../outbox/create-outbox-relay.js';
import { createPlatform } from '../platform/create-platform.js';
import { HostedProcess } from './hosted-process.js';
import { EXIT_CODES, runProcess, type Running } from './run-process.js';

/** A running process of one service. */
export interface RunningService extends Running {
  /** Where its endpoints, health and metrics answer. */
  readonly url: string;
  /** Where it is served over gRPC, `host:port`; undefined: it is not. */
  readonly grpcAddress: string | undefined;
}

type Preparing = Pick<HostingOptions, 'admit' | 'prepare' | 'serveGrpc'>;

/** The whole life of a process that hosts one service. `readSettings` throws `WrongEnvironment`. */
export function runService(
  definition: ServiceDefinition,
  readSettings: () => ServiceSettings,
  options: Preparing = {},
): void {
  runProcess(async () => {
    // What the bus wrote to the log says why; the supervisor of the process starts it again.
    const running = await startService(
      definition,
      readSettings(),
      () => process.exit(EXIT_CODES.failed),
      options,
    );
    const { url, grpcAddress } = running;
    running.log.info('ready', { url, ...(grpcAddress === undefined ? {} : { grpc: grpcAddress }) });
    return running;
  });
}

/** Starts one service alone in this process. `onFatal` is called when its bus cannot go on. */
export async function startService(
  definition: ServiceDefinition,
  settings: ServiceSettings,
  onFatal: (reason: unknown) => void,
  options: Preparing = {},
): Promise<RunningService> {
  const platform = await createPlatform(settings.platform, onFatal);
  const hosted = new HostedProcess(platform, createOutboxRelay(platform));
  try {
    const service = await hostService(definition, platform, { ...options, listen: settings.listen });
    hosted.add(service);
    hosted.startRelay();
    const { url = '', grpcAddress } = service;
    return { log: platform.log, url, grpcAddress, stop: () => hosted.stop() };
  } catch (error) {
    await hosted.stop();
    throw error;
  }
}
