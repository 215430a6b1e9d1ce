import type { JobId, TriggerId } from '../ids.js';

/** What became of a message: it started runs, no job wants it, or it cannot be taken. */
export const TRIGGER_MESSAGE_STATES = ['accepted', 'ignored', 'rejected'] as const;
export type TriggerMessageState = (typeof TRIGGER_MESSAGE_STATES)[number];

/** Where a message stands in Kafka. A topic that was made anew has the same positions at other times. */
export interface TopicPlace {
  readonly topic: string;
  readonly partition: number;
  /** The offset. */
  readonly position: string;
  readonly writtenAt: Date;
}

/** A message of another system that asks for a run, or tells which records have changed. */
export interface TriggerMessage extends TopicPlace {
  /** The job that listens to its topic and could not read it; null: it was sent to a trigger topic. */
  readonly jobId: JobId | null;
  /** Together they name the event; null where it is none. */
  readonly source: string | null;
  readonly eventId: string | null;
  readonly type: string | null;
}

/** What a message came to. */
export interface TriggerMessageEnd {
  readonly state: TriggerMessageState;
  readonly triggerIds: readonly TriggerId[];
  /** Why it was rejected; null: it was not. */
  readonly code: string | null;
  readonly message: string | null;
}
