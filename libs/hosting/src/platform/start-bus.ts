import type { Clock, Logger, MessageBus, Meter, Random, StuckMessages, Timers } from '@evenkeel/ports';
import type { PlatformSettings } from './platform-settings.js';

export interface BusSurroundings {
  readonly timers: Timers;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  readonly meter: Meter;
  readonly stuckMessages: StuckMessages;
  readonly onFatal: (reason: unknown) => void;
}

/** Loads only the adapter that is used: the Kafka client alone takes longer to load than a small sync takes to run. */
export async function startBus(
  { bus, process: service }: PlatformSettings,
  surroundings: BusSurroundings,
): Promise<MessageBus> {
  const { timers, log: logger, meter, stuckMessages } = surroundings;
  if (bus.kind === 'in-process') {
    const { InProcessBus } = await import('@evenkeel/adapter-in-process');
    return new InProcessBus({ stuckMessages, timers, logger, meter });
  }
  throw new Error(`no kafka yet for ${service}`);
}
