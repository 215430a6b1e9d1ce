import type { Snapshot } from '../checks/snapshot.js';
import { ProcessFaults } from '../nemesis/process-faults.js';
import { one, type Action, type ActionKind } from '../scheduler/scheduler.js';
import type { SeededRandom } from '../world/seeded-random.js';
import { AUTOMATIONS, EDITS, TWO_WAY_FAULTS, TWO_WAY_REQUESTS, type TwoWayEvent } from './two-way-profile.js';
import type { TwoWayRows } from './two-way-rows.js';
import type { TwoWayWorld } from './two-way-world.js';
import { Automations } from './workload/automations.js';
import { Edits } from './workload/edits.js';
import { TwoWayRequests } from './workload/two-way-requests.js';

interface Screens {
  readonly seen: () => Snapshot;
  readonly rows: () => TwoWayRows;
}

class TwoWayFaults extends ProcessFaults<TwoWayWorld> {
  outage(): readonly Action[] {
    return one('the provider is down', () => this.world.provider.goDown(this.random.below(30_000)));
  }

  'rate limit'(): readonly Action[] {
    return one('the provider holds everybody off', () =>
      this.world.provider.holdOff(this.random.below(20_000)),
    );
  }
}

/** What comes from outside of an engine that writes, and how often each came. */
export class TwoWayEvents {
  readonly done: Partial<Record<TwoWayEvent, number>> = {};
  readonly requests: TwoWayRequests;
  private readonly faults: TwoWayFaults;
  private readonly edits: Edits;
  private readonly automations: Automations;

  constructor(
    private readonly world: TwoWayWorld,
    random: SeededRandom,
    screens: Screens,
  ) {
    this.requests = new TwoWayRequests(world, random, screens);
    this.faults = new TwoWayFaults(world, random);
    this.edits = new Edits(world, random, screens.rows);
    this.automations = new Automations(world, screens.rows);
  }

  kinds(): readonly ActionKind[] {
    return [
      ...TWO_WAY_FAULTS.map((name) => this.kind(name, () => this.faults[name]())),
      ...EDITS.map((name) => this.kind(name, () => (this.world.isBusy ? [] : this.edits[name]()))),
      ...AUTOMATIONS.map((name) =>
        this.kind(name, () => (this.world.isBusy ? [] : this.automations[name]())),
      ),
      ...TWO_WAY_REQUESTS.map((name) =>
        this.kind(name, () => (this.world.isBusy ? [] : this.requests[name]())),
      ),
    ];
  }

  /** What people hold they let go on some time. */
  unblocking(weight: number): ActionKind {
    return { weight, actions: () => (this.world.isBusy ? [] : this.requests.unblock()) };
  }

  /** And what waits for them they settle; automations never rest. */
  settling(): ActionKind {
    const { requests, automations } = this;
    const all = () => [...requests.unblock(), ...requests.settling(), ...automations.answers()];
    const actions = () => (this.world.isBusy ? [] : all());
    return { weight: 1, actions };
  }

  private kind(event: TwoWayEvent, actions: () => readonly Action[]): ActionKind {
    const counted = ({ name, happen }: Action): Action => ({
      name,
      happen: () => {
        this.done[event] = (this.done[event] ?? 0) + 1;
        happen();
      },
    });
    return { weight: this.world.profile.weights[event], actions: () => actions().map(counted) };
  }
}
