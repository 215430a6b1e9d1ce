import { NoTracing } from '@evenkeel/adapter-node-runtime';
import { startTracing } from '@evenkeel/adapter-telemetry';
import type { Tracing } from '@evenkeel/ports';
import type { PlatformSettings } from './platform-settings.js';

export interface FollowedTraces {
  readonly tracing: Tracing;
  /** Of the trace that a line of the log belongs to. */
  readonly ids?: () => object | undefined;
  /** Sends what is left. */
  readonly stop: () => Promise<void>;
}

/** Where it is off, nothing of it is loaded. */
export async function followTraces({ tracing, instance }: PlatformSettings): Promise<FollowedTraces> {
  if (tracing === undefined) return { tracing: new NoTracing(), stop: async () => undefined };
  const followed = await startTracing({ ...tracing, instance });
  return { tracing: followed, ids: () => followed.idsInLog(), stop: () => followed.stop() };
}
