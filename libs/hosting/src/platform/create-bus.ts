import type {
  ForeignTopics,
  Logger,
  MessageBus,
  Meter,
  PageSpill,
  StuckMessages,
  Timers,
} from '@evenkeel/ports';
import type { PlatformSettings } from './platform-settings.js';

export interface BusSurroundings {
  readonly timers: Timers;
  readonly log: Logger;
  readonly meter: Meter;
  readonly stuckMessages: StuckMessages;
  readonly pageSpill: PageSpill;
  readonly onFatal: (reason: unknown) => void;
}

export interface ConnectedBus {
  readonly bus: MessageBus;
  /** Whether messages can reach this process now. */
  readonly isConnected: () => boolean;
  /** Ends with the bus. */
  readonly foreignTopics: ForeignTopics;
}

/** Loads only the adapter that is used: the Kafka client alone takes longer to load than a small sync takes to run. */
export async function createBus(
  { bus, process: source }: PlatformSettings,
  surroundings: BusSurroundings,
): Promise<ConnectedBus> {
  const { timers, log: logger, meter, stuckMessages, onFatal } = surroundings;
  if (bus.kind === 'in-process') {
    const { InProcessBus, NoForeignTopics } = await import('@evenkeel/adapter-in-process');
    const inProcess = new InProcessBus({ stuckMessages, timers, logger, meter });
    return { bus: inProcess, isConnected: () => true, foreignTopics: new NoForeignTopics() };
  }
  const { KafkaBus } = await import('@evenkeel/adapter-kafka');
  const { brokers, prefix, security } = bus;
  const { pageSpill: spill } = surroundings;
  const told = { timers, logger, meter, onFatal };
  const kafka = new KafkaBus({ brokers, prefix, security, source, stuckMessages, spill, ...told });
  return { bus: kafka, isConnected: () => kafka.isConnected, foreignTopics: kafka.foreign };
}
