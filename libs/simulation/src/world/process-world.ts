import type { Stage } from '../database/stage.js';
import { Transactions } from '../database/transactions.js';
import { USER } from '../workload/people.js';
import type { Place } from './places.js';
import { SimulatedTopic } from '../workload/topic/simulated-topic.js';
import type { SeededRandom } from './seeded-random.js';
import { SimulatedBus } from './simulated-bus.js';
import { SimulatedProcess, type Surroundings } from './simulated-process.js';
import { VirtualTime } from './virtual-time.js';
import type { PlayedProfile } from './world-profile.js';

/** Beyond so many transactions that could go on nothing new is started, or none would get far. */
const MOST_GOING_ON = 7;
/** And so many in all: connections are not for ever. */
const MOST_OPEN = 25;

/** Processes on simulated time, with a bus between them, which stand still, crash and come back. */
export abstract class ProcessWorld<Profile extends PlayedProfile = PlayedProfile> {
  readonly bus: SimulatedBus;
  readonly topic: SimulatedTopic;
  readonly time = new VirtualTime();
  readonly transactions: Transactions;
  protected abstract readonly around: Surroundings;
  private readonly processes = new Map<Place, SimulatedProcess>();
  /** Owners whose statements, messages and timers wait, and until when. */
  private readonly still = new Map<string, number>();
  private lives = 0;

  protected constructor(
    readonly stage: Stage,
    readonly profile: Profile,
    random: SeededRandom,
  ) {
    this.transactions = new Transactions(stage.monitor);
    this.topic = new SimulatedTopic(random.fork('topic'), () => this.time.now());
    this.bus = new SimulatedBus(random, profile.bus, () => this.time.monotonicMs());
  }

  process(place: Place): SimulatedProcess {
    const process = this.processes.get(place);
    if (process === undefined) throw new Error(`There is no ${place} process`);
    return process;
  }

  /** Who publishes what this owner committed: people use the first control process. */
  relayFor(owner: string): string {
    return owner.startsWith(USER) ? this.process('control-a').owner : owner;
  }

  get isBusy(): boolean {
    const pace = this.transactions.parked().filter(({ owner }) => this.isAwake(owner));
    return pace.length >= MOST_GOING_ON || this.transactions.count >= MOST_OPEN;
  }

  isAwake(owner: string): boolean {
    return !this.still.has(owner);
  }

  get sleepers(): readonly { readonly owner: string; readonly untilMs: number }[] {
    return [...this.still].map(([owner, untilMs]) => ({ owner, untilMs }));
  }

  /** The process stands still, whatever it holds, and does not know it. */
  standStill(place: Place, forMs: number): void {
    this.still.set(this.process(place).owner, this.time.monotonicMs() + forMs);
  }

  goOn(owner: string): void {
    this.still.delete(owner);
  }

  crash(place: Place, keepsName: boolean): void {
    const process = this.process(place);
    this.still.delete(process.owner);
    process.crash();
    this.launch(place, keepsName ? place : `${place}-${this.lives}`);
  }

  /** Every process stops where it is; resolves when the database has rolled back what they had begun, or stands still. */
  async close(): Promise<void> {
    for (const process of this.processes.values()) process.crash();
    for (const owner of this.outsiders) this.transactions.crash(owner);
    while (this.transactions.count > 0 && !this.transactions.isGivenUp) await this.transactions.settle();
  }

  /** Owners of transactions that belong to no process. */
  protected get outsiders(): readonly string[] {
    return [USER];
  }

  protected launch(place: Place, name: string): void {
    this.lives += 1;
    this.processes.set(place, SimulatedProcess.launch(place, this.lives, name, this.around));
  }
}
