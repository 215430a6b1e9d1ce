import type { Action } from '../../scheduler/scheduler.js';
import type { Snapshot } from '../../checks/snapshot.js';
import { ask, RunRequests } from '../../workload/run-requests.js';
import type { SeededRandom } from '../../world/seeded-random.js';
import { streamOfId, streamsOf } from '../two-way-job.js';
import type { SeenIntent, TwoWayRows } from '../two-way-rows.js';
import type { TwoWayWorld } from '../two-way-world.js';
import type { Settling } from './two-way-people.js';

/** After so long a call has arrived, or never will. */
const ARRIVED_MS = 20_000;

/** What people ask for where a job writes. */
export class TwoWayRequests extends RunRequests<TwoWayWorld> {
  constructor(
    world: TwoWayWorld,
    random: SeededRandom,
    screens: { readonly seen: () => Snapshot; readonly rows: () => TwoWayRows },
  ) {
    super(world, random, screens.seen);
    this.rows = screens.rows;
  }

  private readonly rows: () => TwoWayRows;

  /** Of which none is to come yet: those that come to nothing tell nothing. */
  run(): readonly Action[] {
    const { triggers, executions } = this.seen();
    const isAsked = triggers.some(({ kind, state }) => kind !== 'single' && state === 'accepted');
    const isNext = executions.some(({ lane, status }) => lane === 'bulk' && status === 'queued');
    if (isAsked || isNext) return [];
    return streamsOf(this.world.profile).flatMap((stream) =>
      (['full', 'incremental'] as const).map((mode) =>
        ask(`${mode} run of ${stream} requested`, () => this.world.people.run(stream, mode)),
      ),
    );
  }

  'single run'(): readonly Action[] {
    const { written } = this.rows();
    if (this.isAtCapacity() || written.length === 0) return [];
    return [
      ask('run of some requested', () => {
        const { all } = this.world.provider.records;
        const ids = [this.random.pick(written).externalId, this.random.pick(all).id];
        const stream = streamOfId(ids[0]!);
        const own = ids.filter((id) => streamOfId(id) === stream);
        return this.world.people.run(stream, 'full', [...new Set(own)]);
      }),
    ];
  }

  retry(): readonly Action[] {
    if (this.seen().failing.length === 0) return [];
    return streamsOf(this.world.profile).map((stream) =>
      ask(`retry of what failed of ${stream}`, () => this.world.people.retryFailures(stream)),
    );
  }

  /** People look at the provider and say what became of what cannot be found out. */
  settling(): readonly Action[] {
    const uncertain = this.rows().intents.filter((intent) => this.canBeSettled(intent));
    return uncertain.map((intent) =>
      ask(`what became of push ${intent.id} is told`, () => this.world.people.settle(this.truthOf(intent))),
    );
  }

  decision(): readonly Action[] {
    return this.rows().conflicts.map(({ id }) =>
      ask('a conflict is decided', () =>
        this.world.people.decide(id, this.random.chance(0.5) ? 'local' : 'remote'),
      ),
    );
  }

  /** What went back and forth is to be kept in step again. */
  release(): readonly Action[] {
    return this.rows().quarantined.map(({ id }) =>
      ask('a record is released', () => this.world.people.release(id)),
    );
  }

  /** Ends what people hold. */
  unblock(): readonly Action[] {
    return [...this.startingAll(), ...this.resuming(), ...this.checking()];
  }

  private canBeSettled({ state, sentAt }: SeenIntent): boolean {
    if (state !== 'uncertain' || sentAt === null) return false;
    return this.world.time.now().getTime() - Date.parse(sentAt) > ARRIVED_MS;
  }

  private truthOf({ id, kind, externalId }: SeenIntent): Settling {
    const { records } = this.world.provider;
    const isBy = (by: unknown) => typeof by === 'object' && (by as { readonly intent: string }).intent === id;
    const done = records.all.find(({ states }) => states.some(({ by }) => isBy(by)));
    const outcome = done === undefined ? 'not_applied' : 'applied';
    return {
      push: id,
      outcome,
      externalId: kind === 'create' ? (done?.id ?? null) : ((done && externalId) ?? null),
    };
  }
}
