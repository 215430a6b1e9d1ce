import { randomBytes } from 'node:crypto';
import {
  ListedLogger,
  ListedMeter,
  ListedStuckMessages,
  RealTimers,
  RememberedPageSpill,
} from '@evenkeel/conformance';
import { Kafka, logLevel } from 'kafkajs';
import { KafkaBus, type KafkaBusOptions } from '../kafka-bus.js';

/** Topics and groups of one test, apart from those of all others on the same broker. */
export class KafkaWorld {
  readonly prefix = `test-${randomBytes(4).toString('hex')}.`;
  readonly stuckMessages = new ListedStuckMessages();
  readonly spill = new RememberedPageSpill();
  readonly meter = new ListedMeter();
  readonly logger = new ListedLogger();
  readonly fatal: unknown[] = [];
  /** A client beside the bus, as strangers have. */
  readonly stranger: Kafka;
  readonly #members: KafkaBus[] = [];
  readonly #closing: (() => Promise<void>)[] = [];

  constructor(private readonly brokers: string) {
    this.stranger = new Kafka({ brokers: [brokers], clientId: 'stranger', logLevel: logLevel.NOTHING });
  }

  join(options: Partial<KafkaBusOptions> = {}): KafkaBus {
    const bus = new KafkaBus({
      brokers: [this.brokers],
      prefix: this.prefix,
      stuckMessages: this.stuckMessages,
      spill: this.spill,
      timers: new RealTimers(),
      logger: this.logger,
      meter: this.meter,
      onFatal: (error) => void this.fatal.push(error),
      ...options,
    });
    this.#members.push(bus);
    return bus;
  }

  onClose(close: () => Promise<void>): void {
    this.#closing.push(close);
  }

  async close(): Promise<void> {
    await Promise.all(this.#members.map((bus) => bus.stop()));
    for (const close of this.#closing) await close();
  }
}
