import type { RecordsChanged } from '@evenkeel/contracts-messages';
import {
  coalesceHints,
  type RecordHint,
  type TenantId,
  type Trigger,
  type TriggerId,
} from '@evenkeel/domain';
import { acceptTriggers } from '@evenkeel/operations';
import { Ids, Store, type ForeignRecord, type TopicCounts, type Transaction } from '@evenkeel/ports';
import { answerMessages, type MessageAnswer } from './answer-messages.js';
import { findConnection } from './find-named.js';
import { placeRun } from './place-run.js';
import { isRejection, readMessage, rejectionOf, type ReadMessage } from './read-message.js';
import { TriggerMetrics } from './trigger-metrics.js';

/** A message that was not known, under the id of its row. */
interface FreshMessage extends ReadMessage {
  readonly id: string;
}

/** What the fresh messages of one delivery lead to. */
interface Placed {
  readonly triggers: readonly Trigger[];
  readonly answers: readonly MessageAnswer[];
}

/**
 * Takes messages of trigger topics: each is stored with the triggers that it leads to in one transaction, once, however often it is
 * delivered and by however many replicas.
 */
export class TakeTriggers {
  constructor(
    private readonly store: Store,
    private readonly ids: Ids,
    private readonly metrics: TriggerMetrics,
  ) {}

  async take(tenantId: TenantId, topic: string, records: readonly ForeignRecord[]): Promise<void> {
    const read = records.map((record) => readMessage(record, tenantId));
    const counts = await this.store.of(tenantId).transaction(async (tx): Promise<TopicCounts> => {
      const ids = await tx.triggerMessages.claim(read.map(({ message }) => message));
      const fresh = read.flatMap((each, at) => (ids[at] === undefined ? [] : [{ ...each, id: ids[at] }]));
      const { triggers, answers } = await this.place(tx, topic, fresh);
      await acceptTriggers(tx, triggers);
      const accepted = answers.filter(({ ends }) => !('code' in ends) && ends.length > 0).length;
      const ignored = answers.filter(({ ends }) => !('code' in ends) && ends.length === 0).length;
      const repeated = read.length - fresh.length;
      return answerMessages(tx, topic, { answers, counts: { accepted, ignored, repeated } });
    });
    this.metrics.count(topic, counts);
  }

  private async place(tx: Transaction, topic: string, fresh: readonly FreshMessage[]): Promise<Placed> {
    const triggers: Trigger[] = [];
    const ends = new Map<string, Pick<MessageAnswer, 'ends' | 'jobId'>>();
    const hints: RecordHint[] = [];
    const jobs = new Listeners(tx);
    for (const [at, { id, message, asks }] of fresh.entries()) {
      const actor = `event ${message.source} ${message.eventId}`;
      try {
        if (isRejection(asks)) ends.set(id, { jobId: null, ends: asks });
        else if (asks.type === 'records.changed') hints.push(...(await jobs.hintsOf(asks, at)));
        else {
          const trigger = await placeRun(tx, asks, { id: this.ids.next(), actor });
          if (trigger !== undefined) triggers.push(trigger);
          ends.set(id, {
            jobId: trigger?.jobId ?? null,
            ends: trigger === undefined ? [] : [trigger.id],
          });
        }
      } catch (error) {
        ends.set(id, { jobId: null, ends: rejectionOf(error) });
      }
    }
    const hinted = this.runsOf(hints, (from) => actorOf(topic, from, fresh));
    const answers = fresh.map(({ id, message }, at) => ({
      ...{ id, message },
      ...(ends.get(id) ?? { jobId: null, ends: hinted.of(at) }),
    }));
    return { triggers: [...triggers, ...hinted.triggers], answers };
  }

  private runsOf(hints: readonly RecordHint[], actorFor: (from: readonly number[]) => string) {
    const runs = coalesceHints(hints).map((run) => ({ ...run, id: this.ids.next() }));
    const triggers = runs.map(({ id, jobId, externalIds, from }): Trigger => ({
      ...{ id, jobId, externalIds, kind: 'event', mode: null, actor: actorFor(from) },
    }));
    const of = (at: number): readonly TriggerId[] =>
      runs.flatMap(({ id, from }) => (from.includes(at) ? [id] : []));
    return { triggers, of };
  }
}

function actorOf(topic: string, from: readonly number[], fresh: readonly FreshMessage[]): string {
  const only = from.length === 1 ? fresh[from[0] ?? 0]?.message : undefined;
  return only === undefined ? `${from.length} events on ${topic}` : `event ${only.source} ${only.eventId}`;
}

/** The jobs that take what messages say of streams: of one delivery most are of the same. */
class Listeners {
  private readonly known = new Map<string, readonly string[]>();

  constructor(private readonly tx: Transaction) {}

  /** Rejects with `request.not_found` for an unknown connection. */
  async hintsOf({ connection, stream, externalIds }: RecordsChanged, from: number): Promise<RecordHint[]> {
    const name = JSON.stringify([connection, stream]);
    let jobs = this.known.get(name);
    if (jobs === undefined) {
      const { id } = await findConnection(this.tx, connection);
      jobs = (await this.tx.jobs.listForEvent(id, stream)).map((job) => job.id);
      this.known.set(name, jobs);
    }
    return jobs.map((jobId) => ({ jobId, externalIds, from }));
  }
}
