import { setTimeout as sleep } from 'node:timers/promises';
import { messageCatalog, type ServiceName } from '@evenkeel/contracts-messages';
import type { SeededRandom } from '@evenkeel/simulation';
import { Kafka, logLevel } from 'kafkajs';
import type { Installation } from '../kit/installation.js';
import { tell } from '../kit/tell.js';
import { Tally } from './tally.js';

type Replica = readonly [service: ServiceName, replica: number];

/** Those that do the work, twice each; and those of which there is one. */
const WORKERS: readonly Replica[] = (['coordinator', 'executor-worker', 'ingestion'] as const).flatMap(
  (service): Replica[] => [
    [service, 1],
    [service, 2],
  ],
);
const SINGLE: readonly Replica[] = [
  ['scheduler', 1],
  ['reconciler', 1],
  ['webhook-gateway', 1],
  ['admin', 1],
];
/** Longer than the lease of a chunk. */
const FROZEN_MS = 18_000;
const MOST_STARTS = 20;

/** Injects faults into the processes of an installation, one after the other, some while the one before lasts. */
export class Nemesis {
  readonly done = new Tally();
  private readonly lasting = new Set<Promise<void>>();
  private readonly away = new Set<string>();

  constructor(
    private readonly all: Installation,
    private readonly random: SeededRandom,
  ) {}

  /** The second replicas, before anything goes wrong. */
  async startReplicas(): Promise<void> {
    const second = WORKERS.filter(([, replica]) => replica === 2);
    await Promise.all(second.map(([service, replica]) => this.all.services.start(service, replica)));
  }

  async injectUntil(deadlineMs: number): Promise<void> {
    while (performance.now() < deadlineMs) {
      await sleep(1_500 + this.random.below(4_000));
      this.inject();
    }
  }

  /** Resolves when everything is up and awake again. */
  async recover(): Promise<void> {
    while (this.lasting.size > 0) await Promise.all(this.lasting);
    const gaveUp = [...WORKERS, ...SINGLE].filter(([service, replica]) =>
      this.all.services.lost.includes(`${service}-${replica}`),
    );
    await Promise.all(gaveUp.map((replica) => this.bringBack(replica)));
  }

  private inject(): void {
    const kinds = [
      { weight: 10, strike: () => this.kill() },
      { weight: 3, strike: () => this.freeze() },
      { weight: 3, strike: () => this.stopKafka() },
      { weight: 2, strike: () => this.deleteTopic() },
      { weight: 2, strike: () => this.restartPostgres() },
    ];
    let point = this.random.next() * kinds.reduce((sum, { weight }) => sum + weight, 0);
    kinds.find(({ weight }) => (point -= weight) < 0)?.strike();
  }

  private kill(): void {
    const [service, replica] = this.random.pick([...WORKERS, ...SINGLE]);
    const backAfterMs = 200 + this.random.below(3_000);
    this.during(`${service} ${replica}`, `kill -9 ${service}`, async () => {
      await this.all.services.kill9(service, replica);
      await sleep(backAfterMs);
      await this.bringBack([service, replica]);
    });
  }

  private freeze(): void {
    // One at a time: with all of them frozen nothing is proven but patience.
    if (this.away.has('frozen')) return;
    const [service, replica] = this.random.pick(WORKERS);
    if (this.away.has(`${service} ${replica}`)) return;
    this.during('frozen', `SIGSTOP ${service} for ${FROZEN_MS / 1000} s`, () =>
      this.whileAway(`${service} ${replica}`, async () => {
        this.all.services.freeze(service, replica);
        await sleep(FROZEN_MS);
        this.all.services.thaw(service, replica);
      }),
    );
  }

  private stopKafka(): void {
    const awayMs = 1_000 + this.random.below(5_000);
    const isPolite = this.random.chance(0.5);
    this.during('kafka', isPolite ? 'Kafka stopped' : 'kill -9 Kafka', async () => {
      await (isPolite ? this.all.kafka.stop() : this.all.kafka.kill());
      await sleep(awayMs);
      await this.all.kafka.restart();
    });
  }

  private deleteTopic(): void {
    const { topic } = this.random.pick(messageCatalog);
    this.during('kafka', 'topic deleted', async () => {
      const kafka = new Kafka({
        brokers: [this.all.kafka.brokers],
        clientId: 'nemesis',
        logLevel: logLevel.NOTHING,
      });
      const admin = kafka.admin();
      await admin.connect();
      // A topic that was never written to is not there.
      await admin.deleteTopics({ topics: [topic] }).catch(() => undefined);
      await admin.disconnect();
    });
  }

  private restartPostgres(): void {
    this.during('postgres', 'Postgres restarted', () => this.all.restartPostgres());
  }

  /** As its supervisor would: a process that finds no database or no broker ends, and is started again. */
  private async bringBack([service, replica]: Replica): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.all.services.start(service, replica);
        return;
      } catch (error) {
        if (attempt === MOST_STARTS) throw error;
        this.done.add(`${service} started again by its supervisor`);
        await sleep(1_000);
      }
    }
  }

  /** Nothing is taken away twice. */
  private during(what: string, says: string, strike: () => Promise<void>): void {
    if (this.away.has(what)) return;
    this.done.add(says);
    tell(says);
    const lasting = this.whileAway(what, strike).finally(() => this.lasting.delete(lasting));
    this.lasting.add(lasting);
  }

  private async whileAway(what: string, strike: () => Promise<void>): Promise<void> {
    this.away.add(what);
    try {
      await strike();
    } finally {
      this.away.delete(what);
    }
  }
}
