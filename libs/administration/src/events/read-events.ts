import type { AnswerOf, RequestOf } from '@evenkeel/contracts-admin';
import { toCloudEvent, type LifecycleEvent } from '@evenkeel/contracts-messages';
import { Store, type EventFilter } from '@evenkeel/ports';
import type { Caller, Terms } from '../caller.js';
import { findExecution } from '../executions/find-execution.js';
import { findJobEver } from '../jobs/find-job.js';
import { FollowEvents, type Told } from './follow-events.js';

/** What happened: what is kept of it, and what happens from now on. */
export class ReadEvents {
  constructor(
    private readonly store: Store,
    private readonly following: FollowEvents,
  ) {}

  /** The latest, or those behind a position. Rejects with `request.not_found`. */
  async list(
    { tenantId }: Caller,
    { after, limit, ...asked }: RequestOf<'listEvents'>,
  ): Promise<AnswerOf<'listEvents'>> {
    const filter = await this.filterOf(tenantId, asked);
    const head = (await this.following.head()).position;
    const events = await this.store
      .of(tenantId)
      .transaction((tx) =>
        after === undefined ? tx.events.latest(filter, limit) : tx.events.after(Number(after), filter, limit),
      );
    return viewOf(events, after === undefined || events.length < limit ? head : undefined);
  }

  /** Of one run, from its first on. Rejects with `request.not_found`. */
  async listOfExecution(
    { tenantId }: Caller,
    { execution, after = '0', limit, type: types }: RequestOf<'listExecutionEvents'>,
  ): Promise<AnswerOf<'listEvents'>> {
    const head = (await this.following.head()).position;
    const events = await this.store.of(tenantId).transaction(async (tx) => {
      const { id } = await findExecution(tx, execution);
      return tx.events.after(Number(after), { subject: `executions/${id}`, types }, limit);
    });
    return viewOf(events, events.length < limit ? head : undefined);
  }

  /** Those that happen from now on, or behind a position. Rejects with `request.not_found`. */
  async follow(
    { tenantId }: Caller,
    { after, limit: _, ...asked }: RequestOf<'listEvents'>,
    { signal }: Terms,
  ): Promise<AsyncIterable<Told>> {
    const filter = await this.filterOf(tenantId, asked);
    const from = after === undefined ? (await this.following.head()).position : Number(after);
    return this.following.follow({ tenantId, filter, from, signal });
  }

  /** The same of one run, from its first on, with how far it is. Rejects with `request.not_found`. */
  async followExecution(
    { tenantId }: Caller,
    { execution, after = '0', type: types }: RequestOf<'listExecutionEvents'>,
    { signal }: Terms,
  ): Promise<AsyncIterable<Told>> {
    const { id } = await this.store.of(tenantId).transaction((tx) => findExecution(tx, execution));
    const filter = { subject: `executions/${id}`, types };
    return this.following.follow({ tenantId, filter, from: Number(after), signal, progressOf: id });
  }

  private async filterOf(
    tenantId: string,
    { job, type: types }: Pick<RequestOf<'listEvents'>, 'job' | 'type'>,
  ): Promise<EventFilter> {
    if (job === undefined) return { types };
    const { id } = await this.store.of(tenantId).transaction((tx) => findJobEver(tx, job));
    return { jobId: id, types };
  }
}

/** `head`: up to where these are all there are. */
function viewOf(events: readonly LifecycleEvent[], head: number | undefined): AnswerOf<'listEvents'> {
  const last = events.at(-1)?.position ?? 0;
  return { items: events.map(toCloudEvent), position: String(Math.max(head ?? 0, last)) };
}
