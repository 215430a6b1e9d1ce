import {
  coalesceHints,
  describeProblem,
  readHint,
  type Job,
  type RecordHint,
  type TenantId,
  type TopicHint,
  type TriggerMessage,
} from '@evenkeel/domain';
import { acceptTriggers } from '@evenkeel/operations';
import { Ids, Store, type ForeignRecord, type TopicCounts, type Transaction } from '@evenkeel/ports';
import { answerMessages, type MessageAnswer } from './answer-messages.js';
import { messageOf, rejectionOf, type Rejection } from './read-message.js';
import { TriggerMetrics } from './trigger-metrics.js';

/** What one job finds in one record. */
type Finding = TopicHint | { readonly kind: 'rejected'; readonly why: Rejection };

/** Takes records of topics of other systems: each job that listens finds in them which of its records are to be read. */
export class TakeTopicRecords {
  constructor(
    private readonly store: Store,
    private readonly ids: Ids,
    private readonly metrics: TriggerMetrics,
  ) {}

  async take(tenantId: TenantId, topic: string, records: readonly ForeignRecord[]): Promise<void> {
    const counts = await this.store.of(tenantId).transaction(async (tx): Promise<TopicCounts> => {
      const jobs = await tx.jobs.listForTopic(topic);
      const hints: RecordHint[] = [];
      const rejections: { message: TriggerMessage; why: Rejection }[] = [];
      for (const [from, record] of records.entries()) {
        for (const job of jobs) {
          const found = findingOf(record, job);
          if (found.kind === 'rejected')
            rejections.push({ message: { ...messageOf(record), jobId: job.id }, why: found.why });
          else if (found.kind !== 'ignore')
            hints.push({ jobId: job.id, externalIds: found.externalIds, from });
        }
      }
      await this.accept(tx, topic, hints);
      const accepted = new Set(hints.map(({ from }) => from)).size;
      const told = new Set(rejections.map(({ message }) => `${message.partition} ${message.position}`)).size;
      const ignored = Math.max(records.length - accepted - told, 0);
      return this.tell(tx, topic, rejections, { accepted, ignored });
    });
    this.metrics.count(topic, counts);
  }

  /** For a record that could not be taken, for whatever reason: it is told of, and those behind it go on. */
  async giveUp(tenantId: TenantId, record: ForeignRecord, error: unknown): Promise<void> {
    const { code, message } = describeProblem(error);
    const why = { code, message: message.slice(0, 500) };
    const counts = await this.store
      .of(tenantId)
      .transaction((tx) =>
        this.tell(tx, record.topic, [{ message: messageOf(record), why }], { accepted: 0, ignored: 0 }),
      );
    this.metrics.count(record.topic, counts);
  }

  private async accept(tx: Transaction, topic: string, hints: readonly RecordHint[]): Promise<void> {
    const runs = coalesceHints(hints);
    await acceptTriggers(
      tx,
      runs.map(({ jobId, externalIds, from }) => ({
        ...{ id: this.ids.next(), jobId, externalIds, kind: 'event', mode: null },
        actor: `${from.length === 1 ? 'a record' : `${from.length} records`} of ${topic}`,
      })),
    );
  }

  private async tell(
    tx: Transaction,
    topic: string,
    rejections: readonly { readonly message: TriggerMessage; readonly why: Rejection }[],
    taken: Pick<TopicCounts, 'accepted' | 'ignored'>,
  ): Promise<TopicCounts> {
    const ids = await tx.triggerMessages.claim(rejections.map(({ message }) => message));
    const answers = rejections.flatMap(({ message, why }, at): MessageAnswer[] => {
      const id = ids[at];
      return id === undefined ? [] : [{ id, message, jobId: message.jobId, ends: why }];
    });
    const repeated = rejections.length - answers.length;
    return answerMessages(tx, topic, { answers, counts: { ...taken, repeated } });
  }
}

function findingOf(record: ForeignRecord, { definition }: Job): Finding {
  if (definition.listen === null) return { kind: 'ignore' };
  try {
    return readHint(record, definition.listen);
  } catch (error) {
    return { kind: 'rejected', why: rejectionOf(error) };
  }
}
