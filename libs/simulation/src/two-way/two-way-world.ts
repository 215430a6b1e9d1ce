import { randomUUID } from 'node:crypto';
import {
  DEFAULT_TENANT,
  DEFAULT_WINDOWS,
  canonicalText,
  type Connection,
  type JsonObject,
} from '@evenkeel/domain';
import { Store } from '@evenkeel/ports';
import { DispatchSettings } from '@evenkeel/service-coordinator';
import type { Stage } from '../database/stage.js';
import { MECHANISMS, type Mechanism } from '../mechanisms/mechanisms.js';
import type { Removal } from '../mechanisms/removal.js';
import { addMatchedType, SAME_ADDRESS } from '../workload/joined-jobs.js';
import { CONNECTION, USER } from '../workload/people.js';
import { PLACES } from '../world/places.js';
import { ProcessWorld } from '../world/process-world.js';
import { provide } from '../world/resolver.js';
import { SeededIds } from '../world/seeded-ids.js';
import { SeededRandom } from '../world/seeded-random.js';
import { portsOfUser } from '../world/simulated-ports.js';
import type { Surroundings } from '../world/simulated-process.js';
import { VirtualClock, VirtualTimers } from '../world/virtual-time.js';
import { WatchedStore } from '../world/watched-store.js';
import { drawTwoWay, sharedProfile } from './draw-two-way.js';
import { WrittenConnectors } from './provider/written-connectors.js';
import { WrittenProvider } from './provider/written-provider.js';
import { CLIENTS, PEOPLE, streamsOf, twoWayJob } from './two-way-job.js';
import type { TwoWayProfile } from './two-way-profile.js';
import { Psql, PSQL } from './workload/psql.js';
import { TwoWayPeople } from './workload/two-way-people.js';

export interface TwoWayOptions {
  readonly stage: Stage;
  readonly seed: number;
  readonly without?: Mechanism | undefined;
  /** Whether two jobs keep records of one type in step. */
  readonly isShared?: boolean | undefined;
}

/** A world whose one job writes to its provider: out of the store, or both ways. */
export class TwoWayWorld extends ProcessWorld<TwoWayProfile> {
  readonly provider: WrittenProvider;
  readonly people: TwoWayPeople;
  readonly psql: Psql;
  protected readonly around: Surroundings;

  private constructor({ stage, seed, without, isShared = false }: TwoWayOptions) {
    const random = new SeededRandom(seed).fork('two-way world');
    const removal: Partial<Removal> = without === undefined ? {} : MECHANISMS[without];
    const drawn = drawTwoWay(random.fork('profile'));
    const usual = { ...drawn, ...(isShared && sharedProfile(drawn)) };
    super(stage, { ...usual, ...removal.twoWay }, random.fork('bus'));
    const { bus, topic, time, transactions, profile } = this;
    const provider = new WrittenProvider(random.fork('provider'), time, profile);
    this.provider = provider;
    const ids = new SeededIds(random.fork('ids'));
    const connect: Surroundings['connect'] = (timers, own) =>
      new WrittenConnectors({ provider, timers, random: own }, profile, removal.reading?.stream);
    const windows = new DispatchSettings({ ...DEFAULT_WINDOWS, perConnection: profile.perConnection });
    this.around = { stage, bus, topic, time, transactions, connect, random, ids, removal, windows };
    const store = new WatchedStore(USER, stage.connectionsOf(USER).store, transactions);
    const connectors = connect(new VirtualTimers(time, USER), random.fork('people'));
    const surroundings = { ids, clock: new VirtualClock(time), connectors };
    this.people = new TwoWayPeople([provide(Store, store), ...portsOfUser(surroundings)]);
    this.psql = new Psql(stage.psql, transactions, time);
  }

  static async create(options: TwoWayOptions): Promise<TwoWayWorld> {
    const world = new TwoWayWorld(options);
    await options.stage.prepare(() => world.time.now());
    await world.addJob();
    for (const place of PLACES) world.launch(place, place);
    return world;
  }

  protected override get outsiders(): readonly string[] {
    return [USER, PSQL];
  }

  /** Before the curtain rises: nothing of this can be overtaken. */
  private async addJob(): Promise<void> {
    const connection: Connection = {
      // Unlike any before: processes remember what they know of a connection for good.
      ...{
        id: randomUUID(),
        tenantId: DEFAULT_TENANT,
        name: CONNECTION,
        connector: 'scripted',
        settings: {},
      },
      ...{ quota: null, retry: null, path: 'auto', status: 'active', statusReason: null, revision: 1 },
    };
    const { recordsHere, recordsThere } = this.profile;
    const { isShared } = this.profile;
    for (let nth = 1; nth <= recordsThere; nth += 1) this.provider.records.add(first('t', nth), 'people');
    // The first of them is one that the other stream has, too.
    for (let nth = 1; isShared && nth <= recordsThere; nth += 1)
      this.provider.records.add(alsoThere(nth), 'people', CLIENTS);
    const { store } = this.stage.connectionsOf(USER);
    await store.of(DEFAULT_TENANT).transaction(async (tx) => {
      await tx.connections.insert(connection, null);
      await (isShared
        ? addMatchedType(tx, PEOPLE, { id: this.around.ids.next(), match: SAME_ADDRESS })
        : tx.recordTypes.ensure(PEOPLE, this.around.ids.next()));
      for (const stream of streamsOf(this.profile))
        await tx.jobs.insert(
          twoWayJob({ id: this.around.ids.next(), connectionId: connection.id }, this.profile, stream),
        );
      for (let nth = 1; nth <= recordsHere; nth += 1)
        await tx.recordEdits.create(PEOPLE, canonicalText(first('h', nth)), 'ada');
    });
  }
}

/** What the other stream has of the first: the same person under other values; all others are its own. */
function alsoThere(nth: number): JsonObject {
  const own = first('t', `q${nth}`);
  return nth === 1 ? { ...own, email: first('t', nth)['email']! } : own;
}

/** What a record holds that was there before all else. `side`: what its values begin with that is made here, or there. */
export function first(side: 'h' | 't', nth: number | string): JsonObject {
  const whose = `${side}0-${nth}`;
  return { email: `${whose}@example.com`, name: `${whose}-name`, city: `${whose}-city` };
}
