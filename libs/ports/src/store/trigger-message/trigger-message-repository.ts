import type {
  KeptRejections,
  TriggerMessage,
  TriggerMessageEnd,
  TriggerMessageState,
} from '@evenkeel/domain';
import type { Listed, ListRequest } from '../listed.js';

export interface StoredTriggerMessage extends TriggerMessage, TriggerMessageEnd {
  readonly id: string;
  readonly receivedAt: Date;
}

/** How listening to a topic goes: it is read, or why not. */
export const TOPIC_STATES = [
  'joining',
  'listening',
  'missing',
  'refused',
  'unreadable',
  'away',
  'no_kafka',
  'not_allowed',
] as const;
export type TopicState = (typeof TOPIC_STATES)[number];

/** What came of the messages of a topic; `repeated`: they had come before. */
export interface TopicCounts {
  readonly accepted: number;
  readonly ignored: number;
  readonly repeated: number;
  readonly rejected: number;
}

/** What a stored message came to. */
export interface SettledMessage extends TriggerMessageEnd {
  readonly id: string;
}

export interface TriggerTopic extends TopicCounts {
  readonly topic: string;
  readonly state: TopicState;
  /** What is the matter, in a sentence; null: nothing. */
  readonly why: string | null;
  readonly changedAt: Date;
  /** When its last message came; null: none has. */
  readonly receivedAt: Date | null;
  /** When one was rejected last; null: none was. */
  readonly rejectedAt: Date | null;
  /** Jobs that listen to it. */
  readonly jobs: readonly string[];
}

/** Messages of other systems that ask for runs, and the topics on which they come. */
export interface TriggerMessageRepository {
  /**
   * Stores those that are not known yet, by their place or as events that were not rejected, for now as `ignored`. Gives the ids of
   * those stored, undefined in the place of one that is known. One that another transaction is storing is waited for.
   */
  claim(messages: readonly TriggerMessage[]): Promise<readonly (string | undefined)[]>;
  saveEnds(ends: readonly SettledMessage[]): Promise<void>;
  /** Of those that were stored for a rejection that is counted only. */
  forget(ids: readonly string[]): Promise<void>;
  /** The newest first; `state` null: of any. */
  list(
    filter: { readonly state: TriggerMessageState | null; readonly topic: string | null },
    request: ListRequest,
  ): Promise<Listed<StoredTriggerMessage>>;
  /** Locked until the end of the transaction. */
  lockRejections(topic: string): Promise<KeptRejections>;
  count(topic: string, counts: TopicCounts, rejections: KeptRejections): Promise<void>;
  saveState(topic: string, state: TopicState, why: string | null): Promise<void>;
  /** Those that are listened to, or were within a day; by name. */
  listTopics(): Promise<readonly TriggerTopic[]>;
}
