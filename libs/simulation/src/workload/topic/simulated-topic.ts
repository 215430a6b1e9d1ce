import { TRIGGER_TOPIC } from '@evenkeel/contracts-messages';
import { DEFAULT_TENANT } from '@evenkeel/domain';
import {
  ForeignTopics,
  type ForeignHandling,
  type ForeignRecord,
  type ListenedTopic,
  type ListenedTopicState,
  type TopicRights,
} from '@evenkeel/ports';
import type { SeededRandom } from '../../world/seeded-random.js';

const MOST_AT_ONCE = 3;

/** Who may write to it, and for whom. */
export const TOPIC_RIGHTS: TopicRights = {
  hasKafka: true,
  triggerTopics: [{ topic: TRIGGER_TOPIC, tenantId: DEFAULT_TENANT, isOwn: true }],
  foreign: [],
};

/** A message as its sender meant it. */
export interface WrittenMessage {
  /** Names it together with its sender: what is written twice has it twice. */
  readonly id: string;
  readonly type: 'sync.requested' | 'records.changed';
  readonly text: string;
}

export interface TopicReading {
  readonly owner: string;
  readonly read: () => void;
}

/**
 * A topic of one partition on which others ask for runs. What is on it stays; a reader goes on where the last one has committed, and
 * after a crash or in a rebalance that is earlier than where it came to, or where another reads at this moment.
 */
export class SimulatedTopic {
  /** What was written on it, in its order. */
  readonly written: (WrittenMessage & { readonly at: Date })[] = [];
  private readonly records: ForeignRecord[] = [];
  private readonly readers = new Map<string, ForeignHandling>();
  private committed = 0;

  constructor(
    private readonly random: SeededRandom,
    private readonly now: () => Date,
  ) {}

  /** Nothing on it is left to be read. */
  get isRead(): boolean {
    return this.committed === this.records.length;
  }

  write(message: WrittenMessage): void {
    const { id, type, text } = message;
    const at = this.now();
    this.written.push({ ...message, at });
    const headers = { 'content-type': 'application/json', ce_specversion: '1.0', ce_source: SENDER };
    this.records.push({
      ...{ topic: TRIGGER_TOPIC, partition: 0, position: String(this.records.length) },
      ...{ writtenAt: at, key: null, text, unreadable: null },
      headers: { ...headers, ce_id: id, ce_type: type },
    });
  }

  join(owner: string, handling: ForeignHandling): void {
    this.readers.set(owner, handling);
  }

  leave(owner: string): void {
    this.readers.delete(owner);
  }

  hasReader(owner: string): boolean {
    return this.readers.has(owner);
  }

  readings(isAwake: (owner: string) => boolean): readonly TopicReading[] {
    if (this.isRead) return [];
    const owners = [...this.readers.keys()].filter(isAwake);
    return owners.map((owner) => ({ owner, read: () => void this.read(owner).catch(() => undefined) }));
  }

  /** What is refused is read again. */
  private async read(owner: string): Promise<void> {
    const from = this.committed;
    const some = this.records.slice(from, from + 1 + this.random.below(MOST_AT_ONCE));
    await this.readers.get(owner)?.take(some);
    // A process that has died in the meantime commits nothing.
    if (this.readers.has(owner)) this.committed = Math.max(this.committed, from + some.length);
  }
}

/** Who writes. */
export const SENDER = 'urn:world';

/** The topic as one process sees it. */
export class SimulatedTopicsPort extends ForeignTopics {
  constructor(
    private readonly topic: SimulatedTopic,
    private readonly owner: string,
  ) {
    super();
  }

  override listen(_: readonly ListenedTopic[], handling: ForeignHandling): void {
    this.topic.join(this.owner, handling);
  }

  override states(): readonly ListenedTopicState[] {
    const state = this.topic.hasReader(this.owner) ? 'listening' : 'missing';
    return [{ topic: TRIGGER_TOPIC, state, why: null }];
  }
}
