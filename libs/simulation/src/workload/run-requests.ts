import type { ExecutionStatus } from '@evenkeel/domain';
import type { Snapshot } from '../checks/snapshot.js';
import type { Action } from '../scheduler/scheduler.js';
import type { ProcessWorld } from '../world/process-world.js';
import type { SeededRandom } from '../world/seeded-random.js';
import { HOLDABLE, type People } from './people.js';

const RESUMABLE: readonly ExecutionStatus[] = ['cancelled', 'failed', 'timed_out', 'completed_with_errors'];

/** A world in which people ask for runs. */
export type RequestedWorld = ProcessWorld & { readonly people: People };

/** What people ask for of runs that there are, and of what holds them, in any kind of world. */
export class RunRequests<Asked extends RequestedWorld = RequestedWorld> {
  constructor(
    protected readonly world: Asked,
    protected readonly random: SeededRandom,
    /** What people see on their screens. */
    protected readonly seen: () => Snapshot,
  ) {}

  cancel(): readonly Action[] {
    return [ask('cancel', () => this.withOne(['running', 'queued'], (id) => this.world.people.cancel(id)))];
  }

  pause(): readonly Action[] {
    return [ask('pause', () => this.withOne(['running'], (id) => this.world.people.pause(id)))];
  }

  control(): readonly Action[] {
    return HOLDABLE.flatMap((what) =>
      (['paused', 'stopped'] as const).map((state) =>
        ask(`the ${what} is ${state}`, () => this.world.people.setControl(what, state)),
      ),
    );
  }

  resume(): readonly Action[] {
    return [ask('resume', () => this.withOne(RESUMABLE, (id) => this.world.people.resume(id)))];
  }

  isAtCapacity(): boolean {
    const asked = this.seen().triggers.filter(({ state }) => state === 'accepted').length;
    return this.world.isBusy || asked + this.executions(['running']).length > this.world.profile.mostRuns;
  }

  protected resuming(): readonly Action[] {
    if (this.executions(['paused']).length === 0) return [];
    return [ask('go on', () => this.withOne(['paused'], (id) => this.world.people.resume(id)))];
  }

  protected checking(): readonly Action[] {
    if (!this.seen().needsAttention) return [];
    return [ask('the connection is checked', () => this.world.people.checkConnection())];
  }

  protected startingAll(): readonly Action[] {
    const { controls } = this.seen();
    return HOLDABLE.filter((what) => controls[what] !== 'running').map((what) =>
      ask(`the ${what} is started`, () => this.world.people.setControl(what, 'running')),
    );
  }

  protected async withOne(
    statuses: readonly ExecutionStatus[],
    work: (id: string) => Promise<void>,
  ): Promise<void> {
    const those = this.executions(statuses);
    if (those.length > 0) await work(this.random.pick(those));
  }

  private executions(statuses: readonly ExecutionStatus[]): readonly string[] {
    return this.seen()
      .executions.filter(({ status }) => statuses.includes(status))
      .map(({ id }) => id);
  }
}

/** Something that goes on over many steps. What it fails with is its own affair: rows and invariants tell. */
export function ask(name: string, work: () => Promise<void>): Action {
  return { name, happen: () => void work().catch(() => undefined) };
}
