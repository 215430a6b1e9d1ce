import type { Snapshot } from '../checks/snapshot.js';
import type { SeededRandom } from '../world/seeded-random.js';
import {
  FAULTS,
  PROVIDER_CHANGES,
  TOLD_EVENTS,
  USER_REQUESTS,
  type ExternalEvent,
} from '../world/world-profile.js';
import type { World } from '../world/world.js';
import { Faults } from '../nemesis/faults.js';
import type { ActionKind, Action } from './scheduler.js';
import { ProviderChanges } from '../workload/provider-changes.js';
import { UserRequests } from '../workload/user-requests.js';

/** What comes from outside of the engine (faults, changes at the provider, requests of people), and how often each came. */
export class ExternalEvents {
  readonly done: Partial<Record<ExternalEvent, number>> = {};
  private readonly faults: Faults;
  private readonly changes: ProviderChanges;
  private readonly requests: UserRequests;

  constructor(
    private readonly world: World,
    random: SeededRandom,
    seen: () => Snapshot,
  ) {
    this.requests = new UserRequests(world, random, seen);
    this.faults = new Faults(world, random);
    this.changes = new ProviderChanges(world, random, () => this.requests.isAtCapacity());
  }

  kinds(): readonly ActionKind[] {
    const told = this.world.profile.isTold ? TOLD_EVENTS : [];
    return [
      ...FAULTS.map((name) => this.kind(name, () => this.faults[name]())),
      ...PROVIDER_CHANGES.map((name) => this.kind(name, () => this.changes[name]())),
      ...USER_REQUESTS.map((name) => this.kind(name, () => (this.world.isBusy ? [] : this.requests[name]()))),
      ...told.map((name) => this.kind(name, () => (this.world.isBusy ? [] : this.requests[name]()))),
    ];
  }

  /** What people hold they let go on some time. */
  unblocking(weight: number): ActionKind {
    return { weight, actions: () => (this.world.isBusy ? [] : this.requests.unblock()) };
  }

  /** They say yes to all that waits for them. */
  granting(): ActionKind {
    return { weight: 1, actions: () => (this.world.isBusy ? [] : this.requests.grantAll()) };
  }

  private kind(event: ExternalEvent, actions: () => readonly Action[]): ActionKind {
    const counted = ({ name, happen }: Action): Action => ({
      name,
      happen: () => {
        this.count(event);
        happen();
      },
    });
    return { weight: this.world.profile.weights[event], actions: () => actions().map(counted) };
  }

  /** It came, by whatever way. */
  count(event: ExternalEvent): void {
    this.done[event] = (this.done[event] ?? 0) + 1;
  }
}
