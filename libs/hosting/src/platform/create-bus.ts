import type { Logger, MessageBus, Meter, StuckMessages, Timers } from '@evenkeel/ports';
import type { PlatformSettings } from './platform-settings.js';

export interface BusSurroundings {
  readonly timers: Timers;
  readonly log: Logger;
  readonly meter: Meter;
  readonly stuckMessages: StuckMessages;
  readonly onFatal: (reason: unknown) => void;
}

export interface ConnectedBus {
  readonly bus: MessageBus;
  /** Whether messages can reach this process now. */
  readonly isConnected: () => boolean;
}

/** Loads only the adapter that is used: the Kafka client alone takes longer to load than a small sync takes to run. */
export async function createBus(
  { bus, process: source }: PlatformSettings,
  surroundings: BusSurroundings,
): Promise<ConnectedBus> {
  const { timers, log: logger, meter, stuckMessages, onFatal } = surroundings;
  if (bus.kind === 'in-process') {
    const { InProcessBus } = await import('@evenkeel/adapter-in-process');
    return { bus: new InProcessBus({ stuckMessages, timers, logger, meter }), isConnected: () => true };
  }
  const { KafkaBus } = await import('@evenkeel/adapter-kafka');
  const { brokers, prefix } = bus;
  const kafka = new KafkaBus({ brokers, prefix, source, stuckMessages, timers, logger, meter, onFatal });
  return { bus: kafka, isConnected: () => kafka.isConnected };
}
