import { hasEnded, type ExecutionStatus } from '@evenkeel/domain';
import type { SeenPlan, Snapshot } from '../checks/snapshot.js';
import { EVENTS, EXTRAS, THINGS } from './provider/scripted-provider.js';
import { HOLDABLE } from './people.js';
import type { SeededRandom } from '../world/seeded-random.js';
import type { UserRequest } from '../world/world-profile.js';
import type { World } from '../world/world.js';
import type { Action } from '../scheduler/scheduler.js';

const RESUMABLE: readonly ExecutionStatus[] = ['cancelled', 'failed', 'timed_out', 'completed_with_errors'];

/** What people ask for at any moment. What is random about a request is drawn when it happens, as with faults. */
export class UserRequests implements Record<UserRequest, () => readonly Action[]> {
  constructor(
    private readonly world: World,
    private readonly random: SeededRandom,
    /** What people see on their screens. */
    private readonly seen: () => Snapshot,
  ) {}

  run(): readonly Action[] {
    const extras = this.world.profile.hasExtras ? [EXTRAS] : [];
    return [THINGS, EVENTS, ...extras].map((job) =>
      ask(`run of ${job} requested`, () => {
        const isFull = this.random.chance(this.world.profile.fullRuns) || job !== EVENTS;
        return this.world.people.run(job, isFull ? 'full' : 'incremental');
      }),
    );
  }

  'single run'(): readonly Action[] {
    if (this.isAtCapacity()) return [];
    return [THINGS, EVENTS].map((job) =>
      ask(`run of some ${job} requested`, () => {
        const stream = this.world.provider.stream(job);
        const named = [stream.someId(), stream.someId()];
        if (this.random.chance(0.1)) named.push('unknown');
        return this.world.people.run(job, 'full', named);
      }),
    );
  }

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

  retry(): readonly Action[] {
    if (this.seen().failing.length === 0) return [];
    return [THINGS, EVENTS].map((job) =>
      ask(`retry of what failed in ${job}`, () => this.world.people.retryFailures(job)),
    );
  }

  approval(): readonly Action[] {
    const [waiting] = this.seen().approvals;
    if (waiting === undefined) return [];
    return [
      ask('what is gone is granted', () => this.world.people.grant(waiting)),
      ask('what is gone is rejected', () => this.world.people.reject(waiting)),
    ];
  }

  preview(): readonly Action[] {
    return [THINGS, EVENTS].map((job) =>
      ask(`preview of ${job} requested`, () => this.world.people.preview(job)),
    );
  }

  /** Decides on one that waits, or has one carried out. */
  plan(): readonly Action[] {
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

  'group run'(): readonly Action[] {
    return [ask(`run of all jobs requested`, () => this.world.people.runGroup())];
  }

  /** Of the one job that no promise of the end is about. */
  removal(): readonly Action[] {
    if (!this.world.profile.hasExtras) return [];
    return [
      ask('the job of extras is removed', () => this.world.people.removeJob(EXTRAS, false)),
      ask('the job of extras is removed with its references', () =>
        this.world.people.removeJob(EXTRAS, true),
      ),
    ];
  }

  /** Of what a rule has joined: they know that it is not one. */
  unmerge(): readonly Action[] {
    const { merges } = this.seen();
    if (merges.length === 0) return [];
    return [ask('a merge is undone', () => this.world.people.unmerge(this.random.pick(merges)))];
  }

  /** Grants whatever waits for that, once nothing that runs could say otherwise. */
  grantAll(): readonly Action[] {
    const { executions, approvals } = this.seen();
    if (executions.some(({ lane, status }) => lane === 'bulk' && !hasEnded(status))) return [];
    return approvals.map((id) => ask('what is gone is granted', () => this.world.people.grant(id)));
  }

  /** Ends what people hold, and decides what waits for them. */
  unblock(): readonly Action[] {
    return [...this.startingAll(), ...this.resuming(), ...this.approving(), ...this.checking()];
  }

  isAtCapacity(): boolean {
    const asked = this.seen().triggers.filter(({ state }) => state === 'accepted').length;
    return this.world.isBusy || asked + this.executions(['running']).length > this.world.profile.mostRuns;
  }

  private resuming(): readonly Action[] {
    if (this.executions(['paused']).length === 0) return [];
    return [ask('go on', () => this.withOne(['paused'], (id) => this.world.people.resume(id)))];
  }

  private checking(): readonly Action[] {
    if (!this.seen().needsAttention) return [];
    return [ask('the connection is checked', () => this.world.people.checkConnection())];
  }

  private approving(): readonly Action[] {
    return this.seen()
      .plans.filter((plan) => plan.state === 'awaiting_approval' && !this.isExpired(plan))
      .map(({ id, job }) => ask(`a plan of ${job} is approved`, () => this.world.people.approvePlan(id)));
  }

  /** It cannot be approved any more, although it keeps its state. */
  private isExpired({ expiresAt }: SeenPlan): boolean {
    return Date.parse(expiresAt) <= this.world.time.now().getTime();
  }

  private startingAll(): readonly Action[] {
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
function ask(name: string, work: () => Promise<void>): Action {
  return { name, happen: () => void work().catch(() => undefined) };
}
