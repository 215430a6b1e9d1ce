import { randomUUID } from 'node:crypto';
import {
  DEFAULT_TENANT,
  DEFAULT_WINDOWS,
  JOB_DEFAULTS,
  type Connection,
  type Job,
  type JobDefinition,
} from '@evenkeel/domain';
import { Store } from '@evenkeel/ports';
import { DispatchSettings } from '@evenkeel/service-coordinator';
import type { Stage } from '../database/stage.js';
import { Transactions } from '../database/transactions.js';
import { MECHANISMS, type Mechanism } from '../mechanisms/mechanisms.js';
import type { Removal } from '../mechanisms/removal.js';
import { ScriptedConnectors } from '../workload/provider/scripted-connectors.js';
import { EVENTS, EXTRAS, ScriptedProvider, THINGS } from '../workload/provider/scripted-provider.js';
import { addPersonType, JOINED_EVENTS, JOINED_THINGS } from '../workload/joined-jobs.js';
import { CONNECTION, GROUP, People, USER } from '../workload/people.js';
import { drawProfile } from './draw-profile.js';
import { PLACES, type Place } from './places.js';
import { provide } from './resolver.js';
import { SeededIds } from './seeded-ids.js';
import { SeededRandom } from './seeded-random.js';
import { SimulatedBus } from './simulated-bus.js';
import { portsOfUser } from './simulated-ports.js';
import { SimulatedProcess, type Surroundings } from './simulated-process.js';
import { OVERLAP_SECONDS, PLAIN, type WorldProfile } from './world-profile.js';
import { VirtualClock, VirtualTime, VirtualTimers } from './virtual-time.js';
import { WatchedStore } from './watched-store.js';

/** Beyond so many transactions that could go on nothing new is started, or none would get far. */
const MOST_GOING_ON = 7;
/** And so many in all: connections are not for ever. */
const MOST_OPEN = 25;

export interface WorldOptions {
  readonly stage: Stage;
  readonly seed: number;
  readonly without?: Mechanism | undefined;
  /** Records of things and events are joined, whatever else the seed decides. */
  readonly isJoined?: boolean | undefined;
}

/** Everything that one seed decides about: processes, people, the bus, the provider and time. */
export class World {
  readonly profile: WorldProfile;
  readonly bus: SimulatedBus;
  readonly time = new VirtualTime();
  readonly transactions: Transactions;
  readonly provider: ScriptedProvider;
  readonly people: People;
  /** People who only look, once nothing goes on: the scheduler does not hold back what they ask. */
  readonly observers: People;
  readonly stage: Stage;
  private readonly around: Surroundings;
  private readonly processes = new Map<Place, SimulatedProcess>();
  /** Owners whose statements, messages and timers wait, and until when. */
  private readonly still = new Map<string, number>();
  private lives = 0;

  private constructor({ stage, seed, without, isJoined }: WorldOptions) {
    const random = new SeededRandom(seed).fork('world');
    const removal: Partial<Removal> = without === undefined ? {} : MECHANISMS[without];
    this.stage = stage;
    const plain = removal.profile && { ...PLAIN, ...removal.profile };
    this.profile = { ...drawProfile(random.fork('profile')), ...plain, ...(isJoined && { isJoined }) };
    this.transactions = new Transactions(stage.monitor);
    this.bus = new SimulatedBus(random.fork('bus'), this.profile.bus, () => this.time.monotonicMs());
    const anySkewMs = random.below(7_200_000) - 3_600_000;
    // Of a clock that is behind ours and says that it is ahead nothing can be believed.
    const skewMs = this.profile.weights['clock ahead'] > 0 ? Math.abs(anySkewMs) : anySkewMs;
    const providerNow = () => this.time.now().getTime() + skewMs;
    this.provider = new ScriptedProvider(random.fork('provider'), providerNow, this.profile);
    const ids = new SeededIds(random.fork('ids'));
    const { bus, time, transactions, provider } = this;
    const { perConnection, unproven } = this.profile;
    const windows = Object.assign(new DispatchSettings({ ...DEFAULT_WINDOWS, perConnection }), { unproven });
    this.around = { stage, bus, time, transactions, provider, random, ids, removal, windows };
    const { store: unwatched } = stage.connectionsOf(USER);
    const store = new WatchedStore(USER, unwatched, transactions);
    const altered = removal.store?.(store, bus.publish.bind(bus)) ?? store;
    const connectors = new ScriptedConnectors(provider, new VirtualTimers(time, USER), random.fork('people'));
    const surroundings = { ids, clock: new VirtualClock(time), connectors };
    const peopleOver = (seen: Store) => new People([provide(Store, seen), ...portsOfUser(surroundings)]);
    this.people = peopleOver(altered);
    this.observers = peopleOver(unwatched);
  }

  static async create(options: WorldOptions): Promise<World> {
    const world = new World(options);
    await options.stage.prepare(() => world.time.now());
    await world.addJobs();
    for (const place of PLACES) world.launch(place, place);
    return world;
  }

  process(place: Place): SimulatedProcess {
    const process = this.processes.get(place);
    if (process === undefined) throw new Error(`There is no ${place} process`);
    return process;
  }

  /** Who publishes what this owner committed: people use the first control process. */
  relayFor(owner: string): string {
    return owner === USER ? this.process('control-a').owner : owner;
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
    this.transactions.crash(USER);
    while (this.transactions.count > 0 && !this.transactions.isGivenUp) await this.transactions.settle();
  }

  private launch(place: Place, name: string): void {
    this.lives += 1;
    this.processes.set(place, SimulatedProcess.launch(place, this.lives, name, this.around));
  }

  /** Before the curtain rises: nothing of this can be overtaken. */
  private async addJobs(): Promise<void> {
    const connection: Connection = {
      // Unlike any before: processes remember what they know of a connection for good.
      id: randomUUID(),
      tenantId: DEFAULT_TENANT,
      name: CONNECTION,
      connector: 'scripted',
      settings: {},
      quota: null,
      retry: null,
      path: 'auto',
      status: 'active',
      statusReason: null,
      revision: 1,
    };
    await this.stage
      .connectionsOf(USER)
      .store.of(DEFAULT_TENANT)
      .transaction(async (tx) => {
        await tx.connections.insert(connection, null);
        if (this.profile.isJoined) await addPersonType(tx, this.around.ids.next());
        const things = this.thingsJob(connection.id);
        await tx.jobs.insert(things);
        const events = this.eventsJob(connection.id, things.id);
        await tx.jobs.insert(events);
        const others = this.profile.hasExtras ? [this.job(connection.id, EXTRAS, { mode: 'full' })] : [];
        for (const job of others) await tx.jobs.insert(job);
        const jobIds = [things, events, ...others].map(({ id }) => id);
        await tx.groups.insert({ id: this.around.ids.next(), tenantId: DEFAULT_TENANT, name: GROUP, jobIds });
      });
  }

  private thingsJob(connectionId: string): Job {
    const { requiresApproval } = this.profile;
    const joined = this.profile.isJoined ? JOINED_THINGS : {};
    return this.job(connectionId, THINGS, { mode: 'full', requiresApproval, ...joined });
  }

  private eventsJob(connectionId: string, things: string): Job {
    const { isDependent, priority, fullEvery } = this.profile;
    const dependsOn = isDependent ? [things] : [];
    const joined = this.profile.isJoined ? JOINED_EVENTS : {};
    return this.job(connectionId, EVENTS, { mode: 'incremental', priority, dependsOn, fullEvery, ...joined });
  }

  private job(connectionId: string, stream: string, definition: Partial<JobDefinition>): Job {
    const { timeoutMinutes, scheduleSeconds, deleteCeiling, maxRecords } = this.profile;
    return {
      id: this.around.ids.next(),
      tenantId: DEFAULT_TENANT,
      connectionId,
      name: stream,
      revision: 1,
      definition: {
        ...JOB_DEFAULTS,
        stream,
        recordType: stream,
        mode: 'full',
        timeoutMinutes,
        overlapSeconds: OVERLAP_SECONDS,
        deleteCeiling,
        contract: { ...JOB_DEFAULTS.contract, maxRecords },
        // Slices of an inventory's details are a record or two.
        chunkSize: 2,
        schedule: scheduleSeconds === null ? null : { kind: 'interval', everySeconds: scheduleSeconds },
        ...definition,
        ...this.around.removal.definition,
      },
    };
  }
}
