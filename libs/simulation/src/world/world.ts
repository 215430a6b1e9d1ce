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
import { MECHANISMS, type Mechanism } from '../mechanisms/mechanisms.js';
import type { Removal } from '../mechanisms/removal.js';
import { ScriptedConnectors } from '../workload/provider/scripted-connectors.js';
import { EVENTS, EXTRAS, ScriptedProvider, THINGS } from '../workload/provider/scripted-provider.js';
import { ALIKE, MATCHED_PEOPLE } from '../matched/matched-jobs.js';
import { matchedProfile } from '../matched/matched-profile.js';
import { addPersonType, JOINED_EVENTS, JOINED_THINGS, SAME_ADDRESS } from '../workload/joined-jobs.js';
import { SimulatedConsumer } from '../workload/consumer/simulated-consumer.js';
import { endpointOf, requestOf } from '../workload/sender/endpoints.js';
import { toldProfile } from '../workload/sender/told-profile.js';
import { SimulatedSender, type SentDelivery } from '../workload/sender/simulated-sender.js';
import { CONNECTION, GROUP, OTHER_CONNECTION, People, USER } from '../workload/people.js';
import { drawProfile } from './draw-profile.js';
import { PLACES, type Place } from './places.js';
import { ProcessWorld } from './process-world.js';
import { provide } from './resolver.js';
import { SeededIds } from './seeded-ids.js';
import { SeededRandom } from './seeded-random.js';
import { portsOfUser } from './simulated-ports.js';
import type { Surroundings } from './simulated-process.js';
import { OVERLAP_SECONDS, PLAIN, type WorldProfile } from './world-profile.js';
import { VirtualClock, VirtualTimers } from './virtual-time.js';
import { WatchedStore } from './watched-store.js';

export interface WorldOptions {
  readonly stage: Stage;
  readonly seed: number;
  readonly without?: Mechanism | undefined;
  /** Records of things and events are joined, whatever else the seed decides. */
  readonly isJoined?: boolean | undefined;
  /** Both are people of whom likeness decides who is one, whatever else the seed decides. */
  readonly isMatched?: boolean | undefined;
  /** Its provider sends deliveries, and others are told what happened, whatever else the seed decides. */
  readonly isTold?: boolean | undefined;
}

/** Few, so that a replica has reason to go on where another one stood. */
const EVENTS_AT_ONCE = 5;

/** Everything that one seed decides about: processes, people, the bus, the provider and time. */
export class World extends ProcessWorld<WorldProfile> {
  readonly provider: ScriptedProvider;
  readonly sender: SimulatedSender;
  readonly consumer = new SimulatedConsumer();
  readonly people: People;
  /** People who only look, once nothing goes on: the scheduler does not hold back what they ask. */
  readonly observers: People;
  protected readonly around: Surroundings;

  private constructor({ stage, seed, without, isJoined, isMatched, isTold }: WorldOptions) {
    const random = new SeededRandom(seed).fork('world');
    const removal: Partial<Removal> = without === undefined ? {} : MECHANISMS[without];
    const plain = removal.profile && { ...PLAIN, ...removal.profile };
    const usual = drawProfile(random.fork('profile'));
    const drawn = {
      ...usual,
      ...plain,
      ...(isJoined && { isJoined }),
      ...(isMatched && matchedProfile(usual)),
      ...(isTold && toldProfile(usual)),
    };
    super(stage, drawn, random.fork('bus'));
    const anySkewMs = random.below(7_200_000) - 3_600_000;
    // Of a clock that is behind ours and says that it is ahead nothing can be believed.
    const skewMs = this.profile.weights['clock ahead'] > 0 ? Math.abs(anySkewMs) : anySkewMs;
    const providerNow = () => this.time.now().getTime() + skewMs;
    this.provider = new ScriptedProvider(random.fork('provider'), providerNow, this.profile);
    this.sender = new SimulatedSender(random.fork('sender'), () => this.time.now());
    const ids = new SeededIds(random.fork('ids'));
    const { bus, topic, time, transactions, provider } = this;
    const { perConnection, unproven } = this.profile;
    const windows = Object.assign(new DispatchSettings({ ...DEFAULT_WINDOWS, perConnection }), { unproven });
    const connect: Surroundings['connect'] = (timers, own) =>
      new ScriptedConnectors(provider, timers, own, removal.reading);
    this.around = { stage, bus, topic, time, transactions, connect, random, ids, removal, windows };
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

  /** What becomes of it is the affair of its sender. */
  deliver(place: Place, delivery: SentDelivery): void {
    void this.sender
      .send(delivery, () => this.process(place).accept(delivery.stream, requestOf(delivery)))
      .catch(() => undefined);
  }

  numberEvents(place: Place): Promise<unknown> {
    return this.process(place).tellEvents((events) => events.number(EVENTS_AT_ONCE));
  }

  publishEvents(place: Place): Promise<unknown> {
    return this.process(place).tellEvents((events) =>
      events.publish(EVENTS_AT_ONCE, (told) => Promise.resolve(this.consumer.take(told))),
    );
  }

  /** Before the curtain rises: nothing of this can be overtaken. */
  private async addJobs(): Promise<void> {
    const connection = connectionNamed(CONNECTION);
    const { isJoined, isMatched } = this.profile;
    const other = isMatched ? connectionNamed(OTHER_CONNECTION) : connection;
    await this.stage
      .connectionsOf(USER)
      .store.of(DEFAULT_TENANT)
      .transaction(async (tx) => {
        for (const each of new Set([connection, other])) await tx.connections.insert(each, null);
        if (isJoined) await addPersonType(tx, this.around.ids.next(), SAME_ADDRESS);
        if (isMatched) await addPersonType(tx, this.around.ids.next(), ALIKE);
        const things = this.thingsJob(connection.id);
        await tx.jobs.insert(things);
        const events = this.eventsJob(other.id, things.id);
        await tx.jobs.insert(events);
        if (this.profile.isTold)
          for (const { connectionId, definition } of [things, events])
            await tx.webhooks.insertEndpoint(
              endpointOf({ id: this.around.ids.next(), connectionId, stream: definition.stream }),
            );
        const others = this.profile.hasExtras ? [this.job(connection.id, EXTRAS, { mode: 'full' })] : [];
        for (const job of others) await tx.jobs.insert(job);
        const jobIds = [things, events, ...others].map(({ id }) => id);
        await tx.groups.insert({ id: this.around.ids.next(), tenantId: DEFAULT_TENANT, name: GROUP, jobIds });
      });
  }

  private thingsJob(connectionId: string): Job {
    const { requiresApproval, isJoined, isMatched } = this.profile;
    const joined = isJoined ? JOINED_THINGS : isMatched ? MATCHED_PEOPLE : {};
    return this.job(connectionId, THINGS, { mode: 'full', requiresApproval, ...joined });
  }

  private eventsJob(connectionId: string, things: string): Job {
    const { isDependent, priority, fullEvery, isJoined, isMatched } = this.profile;
    const dependsOn = isDependent ? [things] : [];
    const joined = isJoined ? JOINED_EVENTS : isMatched ? MATCHED_PEOPLE : {};
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
        event: true,
        webhook: this.profile.isTold,
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

function connectionNamed(name: string): Connection {
  return {
    // Unlike any before: processes remember what they know of a connection for good.
    id: randomUUID(),
    tenantId: DEFAULT_TENANT,
    name,
    connector: 'scripted',
    settings: {},
    quota: null,
    retry: null,
    path: 'auto',
    status: 'active',
    statusReason: null,
    revision: 1,
  };
}
