import { hasEnded, type ExecutionStatus } from '@evenkeel/domain';
import type { SeenPlan, Snapshot } from '../invariants/snapshot.js';
import { EVENTS, THINGS } from '../provider/scripted-provider.js';
import { HOLDABLE } from '../world/people.js';
import type { SeededRandom } from '../world/seeded-random.js';
import type { Wish } from '../world/temper.js';
import type { World } from '../world/world.js';
import type { Option } from './chooser.js';

const RESUMABLE: readonly ExecutionStatus[] = ['cancelled', 'failed', 'timed_out', 'completed_with_errors'];

/** What people want, whenever it is. Whatever is drawn is drawn when it happens, as with accidents. */
export class Wishes implements Record<Wish, () => readonly Option[]> {
  constructor(
    private readonly world: World,
    private readonly random: SeededRandom,
    /** What people see on their screens. */
    private readonly seen: () => Snapshot,
  ) {}

  run(): readonly Option[] {
    return [THINGS, EVENTS].map((job) =>
      ask(`run of ${job} requested`, () => {
        const isFull = this.random.chance(0.2) || job === THINGS;
        return this.world.people.run(job, isFull ? 'full' : 'incremental');
      }),
    );
  }

  'single run'(): readonly Option[] {
    if (this.isCrowded()) return [];
    return [THINGS, EVENTS].map((job) =>
      ask(`run of some ${job} requested`, () => {
        const stream = this.world.provider.stream(job);
        const named = [stream.someId(), stream.someId()];
        if (this.random.chance(0.1)) named.push('unknown');
        return this.world.people.run(job, 'full', named);
      }),
    );
  }

  cancel(): readonly Option[] {
    return [ask('cancel', () => this.withOne(['running', 'queued'], (id) => this.world.people.cancel(id)))];
  }

  pause(): readonly Option[] {
    return [ask('pause', () => this.withOne(['running'], (id) => this.world.people.pause(id)))];
  }

  control(): readonly Option[] {
    return HOLDABLE.flatMap((what) =>
      (['paused', 'stopped'] as const).map((state) =>
        ask(`the ${what} is ${state}`, () => this.world.people.setControl(what, state)),
      ),
    );
  }

  resume(): readonly Option[] {
    return [ask('resume', () => this.withOne(RESUMABLE, (id) => this.world.people.resume(id)))];
  }

  retry(): readonly Option[] {
    if (this.seen().failing.length === 0) return [];
    return [THINGS, EVENTS].map((job) =>
      ask(`retry of what failed in ${job}`, () => this.world.people.retryFailures(job)),
    );
  }

  approval(): readonly Option[] {
    const [waiting] = this.seen().approvals;
    if (waiting === undefined) return [];
    return [
      ask('what is gone is granted', () => this.world.people.grant(waiting)),
      ask('what is gone is rejected', () => this.world.people.reject(waiting)),
    ];
  }

  preview(): readonly Option[] {
    return [THINGS, EVENTS].map((job) =>
      ask(`preview of ${job} requested`, () => this.world.people.preview(job)),
    );
  }

  /** Decides on one that waits, or has one carried out. */
  plan(): readonly Option[] {
    return this.seen().plans.flatMap(({ id, job, state }) => {
      if (state === 'ready')
        return [ask(`a plan of ${job} is to be carried out`, () => this.world.people.carryOut(job, id))];
      if (state !== 'awaiting_approval') return [];
      return [
        ask(`a plan of ${job} is approved`, () => this.world.people.approvePlan(id)),
        ask(`a plan of ${job} is rejected`, () => this.world.people.rejectPlan(id)),
      ];
    });
  }

  /** Grants whatever waits for that, once nothing that runs could say otherwise. */
  grantAll(): readonly Option[] {
    const { executions, approvals } = this.seen();
    if (executions.some(({ lane, status }) => lane === 'bulk' && !hasEnded(status))) return [];
    return approvals.map((id) => ask('what is gone is granted', () => this.world.people.grant(id)));
  }

  /** Lets go on whatever people have held, or waits for them. */
  letGoOn(): readonly Option[] {
    return [...this.startingAll(), ...this.resuming(), ...this.approving()];
  }

  isCrowded(): boolean {
    const asked = this.seen().triggers.filter(({ state }) => state === 'accepted').length;
    return this.world.isBusy || asked + this.executions(['running']).length > this.world.temper.mostRuns;
  }

  private resuming(): readonly Option[] {
    if (this.executions(['paused']).length === 0) return [];
    return [ask('go on', () => this.withOne(['paused'], (id) => this.world.people.resume(id)))];
  }

  private approving(): readonly Option[] {
    return this.seen()
      .plans.filter((plan) => plan.state === 'awaiting_approval' && !this.isExpired(plan))
      .map(({ id, job }) => ask(`a plan of ${job} is approved`, () => this.world.people.approvePlan(id)));
  }

  /** Nobody can approve it any more, although it keeps its state. */
  private isExpired({ expiresAt }: SeenPlan): boolean {
    return Date.parse(expiresAt) <= this.world.time.now().getTime();
  }

  private startingAll(): readonly Option[] {
    const { controls } = this.seen();
    return HOLDABLE.filter((what) => controls[what] !== 'running').map((what) =>
      ask(`the ${what} is started`, () => this.world.people.setControl(what, 'running')),
    );
  }

  private async withOne(
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
function ask(name: string, work: () => Promise<void>): Option {
  return { name, happen: () => void work().catch(() => undefined) };
}
