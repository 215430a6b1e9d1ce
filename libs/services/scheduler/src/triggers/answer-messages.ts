import {
  decideKeptRejections,
  type EventFacts,
  type JobId,
  type TriggerId,
  type TriggerMessage,
} from '@evenkeel/domain';
import type { TopicCounts, Transaction } from '@evenkeel/ports';
import type { Rejection } from './read-message.js';

/** What a stored message came to: runs, nothing, or a rejection. */
export interface MessageAnswer {
  readonly id: string;
  readonly message: TriggerMessage;
  /** The job that it names, where it names one. */
  readonly jobId: JobId | null;
  readonly ends: readonly TriggerId[] | Rejection;
}

interface Answered {
  readonly answers: readonly MessageAnswer[];
  readonly counts: Omit<TopicCounts, 'rejected'>;
}

/**
 * Writes down what became of messages of a topic, and counts them. Of many rejections only so many a day are kept. Gives how all were
 * counted.
 */
export async function answerMessages(
  tx: Transaction,
  topic: string,
  { answers, counts }: Answered,
): Promise<TopicCounts> {
  const rejected = answers.filter(({ ends }) => 'code' in ends);
  const taken = answers.filter(({ ends }) => !('code' in ends));
  const { room, next } = decideKeptRejections(
    await tx.triggerMessages.lockRejections(topic),
    rejected.length,
    await tx.now(),
  );
  await tx.triggerMessages.forget(rejected.slice(room).map(({ id }) => id));
  const kept = [...taken, ...rejected.slice(0, room)];
  await tx.triggerMessages.saveEnds(kept.map(endOf));
  for (const answer of kept) await tx.events.keep({ kind: 'outside_trigger', facts: factsOf(answer) });
  const all = { ...counts, rejected: rejected.length };
  await tx.triggerMessages.count(topic, all, next);
  return all;
}

/** The sender is told by an event. */
function factsOf({ id, message, jobId, ends }: MessageAnswer): EventFacts['outside_trigger'] {
  const { source, eventId, topic } = message;
  const askedBy = source === null || eventId === null ? null : { source, id: eventId };
  const told = { id, askedBy, topic, jobId: message.jobId ?? jobId };
  return 'code' in ends
    ? { ...told, triggerIds: [], code: ends.code }
    : { ...told, triggerIds: ends, code: null };
}

function endOf({ id, ends }: MessageAnswer) {
  if ('code' in ends) return { id, state: 'rejected', triggerIds: [], ...ends } as const;
  const state = ends.length > 0 ? 'accepted' : 'ignored';
  return { id, state, triggerIds: ends, code: null, message: null } as const;
}
