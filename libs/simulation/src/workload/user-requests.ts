import { hasEnded } from '@evenkeel/domain';
import type { SeenPlan } from '../checks/snapshot.js';
import { EVENTS, EXTRAS, THINGS } from './provider/scripted-provider.js';
import type { ToldEvent, UserRequest } from '../world/world-profile.js';
import type { World } from '../world/world.js';
import type { Action } from '../scheduler/scheduler.js';
import { matchDecisions } from '../matched/match-decisions.js';
import { CONNECTION, OTHER_CONNECTION } from './people.js';
import type { WrittenMessage } from './topic/simulated-topic.js';
import { ask, RunRequests } from './run-requests.js';

/** What people ask for at any moment. What is random about a request is drawn when it happens, as with faults. */
export class UserRequests
  extends RunRequests<World>
  implements Record<UserRequest | ToldEvent, () => readonly Action[]>
{
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

  'match decision'(): readonly Action[] {
    return matchDecisions(this.seen(), this.world.people, this.random);
  }

  /** Grants whatever waits for that, once nothing that runs could say otherwise. */
  grantAll(): readonly Action[] {
    const { executions, approvals } = this.seen();
    if (executions.some(({ lane, status }) => lane === 'bulk' && !hasEnded(status))) return [];
    return approvals.map((id) => ask('what is gone is granted', () => this.world.people.grant(id)));
  }

  /** Ends what people hold, and decides what waits for them. */
  unblock(): readonly Action[] {
    const decisions = this['match decision']();
    return [
      ...this.startingAll(),
      ...this.resuming(),
      ...this.approving(),
      ...this.checking(),
      ...decisions,
      ...this.sendingAgain(),
    ];
  }

  /** It may be either connection whose credentials are said to be refused. */
  protected override checking(): readonly Action[] {
    const usual = super.checking();
    if (usual.length === 0 || !this.world.profile.isMatched) return usual;
    const check = () => this.world.people.checkConnection(OTHER_CONNECTION);
    return [...usual, ask('the other connection is checked', check)];
  }

  /** Of another system: a run, or what has changed at the provider. Now and then it is written twice, or cannot be read. */
  'trigger message'(): readonly Action[] {
    if (this.isAtCapacity()) return [];
    return [THINGS, EVENTS].map((job) => ({
      name: `a message asks for ${job}`,
      happen: () => this.world.topic.write(this.message(job)),
    }));
  }

  private message(job: string): WrittenMessage {
    const { topic, provider } = this.world;
    const [last] = topic.written.slice(-1);
    if (last !== undefined && this.random.chance(0.3)) return last;
    const id = `message-${topic.written.length}`;
    if (this.random.chance(0.1)) return { id, type: 'sync.requested', text: '{"job":' };
    if (this.random.chance(0.3))
      return { id, type: 'sync.requested', text: JSON.stringify({ job, mode: 'full' }) };
    const externalIds = [provider.stream(job).someId()];
    const connection = job === EVENTS && this.world.profile.isMatched ? OTHER_CONNECTION : CONNECTION;
    return { id, type: 'records.changed', text: JSON.stringify({ connection, stream: job, externalIds }) };
  }

  /** Of a record that changed, or of one that did not; to either replica. */
  delivery(): readonly Action[] {
    if (this.isAtCapacity()) return [];
    const { sender, provider } = this.world;
    const make = () => {
      const stream = this.random.pick([THINGS, EVENTS]);
      const ids = [provider.stream(stream).someId(), provider.stream(stream).someId()];
      return { stream, externalIds: this.random.chance(0.7) ? ids.slice(1) : ids };
    };
    return (['control-a', 'control-b'] as const).map((place) => ({
      name: `${this.world.process(place).owner} is sent a delivery`,
      happen: () => {
        const delivery = sender.next(make);
        if (delivery !== undefined) this.world.deliver(place, delivery);
      },
    }));
  }

  /** As senders do. */
  private sendingAgain(): readonly Action[] {
    const [first] = this.world.sender.unanswered;
    if (first === undefined) return [];
    const deliver = () => this.world.deliver('control-b', first);
    return [{ name: `${first.name} is sent again`, happen: deliver }];
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
}
