import type {
  ForeignTopics,
  Logger,
  MessageBus,
  Meter,
  PageSpill,
  StuckMessages,
  Timers,
  Tracing,
} from '@evenkeel/ports';
import { TracedBus } from '../transport/traced-bus.js';
import type { PlatformSettings } from './platform-settings.js';

export interface BusSurroundings {
  readonly timers: Timers;
  readonly log: Logger;
  readonly meter: Meter;
  readonly stuckMessages: StuckMessages;
  readonly pageSpill: PageSpill;
  readonly tracing: Tracing;
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
  const { timers, log: logger, meter, stuckMessages, onFatal, tracing } = surroundings;
  if (bus.kind === 'in-process') {
    const { InProcessBus, NoForeignTopics } = await import('@evenkeel/adapter-in-process');
    const inProcess = new InProcessBus({ stuckMessages, timers, logger, meter });
    return {
      bus: new TracedBus(inProcess, tracing),
      isConnected: () => true,
      foreignTopics: new NoForeignTopics(),
    };
  }
  const { KafkaBus } = await import('@evenkeel/adapter-kafka');
  const { brokers, prefix, security } = bus;
  const { pageSpill: spill } = surroundings;
  const told = { timers, logger, meter, onFatal, traces: tracing };
  const kafka = new KafkaBus({ brokers, prefix, security, source, stuckMessages, spill, ...told });
  return {
    bus: new TracedBus(kafka, tracing),
    isConnected: () => kafka.isConnected,
    foreignTopics: kafka.foreign,
  };
}
