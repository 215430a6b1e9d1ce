import type { TopicPermit, TenantId, TopicPlace, TopicRecord, TopicStart } from '@evenkeel/domain';
import type { TopicState } from './store/trigger-message/trigger-message-repository.js';

/** A record of a topic that others write to, and where it stands. */
export interface ForeignRecord extends TopicRecord, TopicPlace {}

export interface ListenedTopic {
  readonly topic: string;
  readonly startAt: TopicStart;
  /** It is made where it is missing: of other topics that is told, and looked for again. */
  readonly isOwn: boolean;
}

export interface ForeignHandling {
  /**
   * Gets records of one topic, those of a partition in order. It makes a short transaction, and may be called again with the same
   * records. When it rejects they are tried again one by one.
   */
  take(records: readonly ForeignRecord[]): Promise<void>;
  /** For one that was tried often enough: it is to be told of, and those behind it go on. */
  giveUp(record: ForeignRecord, error: unknown): Promise<void>;
}

export interface ListenedTopicState {
  readonly topic: string;
  readonly state: TopicState;
  readonly why: string | null;
}

/** Topics of Kafka that others write to: in whatever form, and with whatever is wrong with them. */
export abstract class ForeignTopics {
  /** From now on exactly these are listened to; each by all replicas together, from where they have come. */
  abstract listen(topics: readonly ListenedTopic[], handling: ForeignHandling): void;
  /** How that goes for each of them. */
  abstract states(): readonly ListenedTopicState[];
}

/** Which topics are whose: what a message says of its tenant counts for nothing. */
export abstract class TopicRights {
  /** False: there is no Kafka. */
  abstract readonly hasKafka: boolean;
  /** Topics that take triggers, and the tenant whose jobs they are for. */
  abstract readonly triggerTopics: readonly {
    readonly topic: string;
    readonly tenantId: TenantId;
    readonly isOwn: boolean;
  }[];
  /** Topics of other systems that jobs may listen to. */
  abstract readonly foreign: readonly TopicPermit[];
}
