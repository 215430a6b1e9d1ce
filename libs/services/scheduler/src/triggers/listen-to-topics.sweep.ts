import { decideListening, type PlannedTopic } from '@evenkeel/domain';
import {
  Clock,
  ForeignTopics,
  Store,
  Sweep,
  TopicRights,
  Tracing,
  type ForeignRecord,
  type TopicState,
} from '@evenkeel/ports';
import { TakeTopicRecords } from './take-topic-records.js';
import { TakeTriggers } from './take-triggers.js';

/** A state that has not changed is written so often, so that one that is old says that no scheduler runs. */
const TELL_EVERY_MS = 30_000;

interface Told {
  readonly state: TopicState;
  readonly why: string | null;
  readonly atMs: number;
}

interface TopicNews extends Pick<Told, 'state' | 'why'> {
  readonly tenantId: string;
  readonly topic: string;
}

/** Sees that this replica reads the topics that are to be read, and tells how that goes. */
export class ListenToTopics extends Sweep {
  readonly everyMs = 2_000;
  private planned: ReadonlyMap<string, PlannedTopic> = new Map();
  private told = new Map<string, Told>();

  constructor(
    private readonly store: Store,
    private readonly topics: ForeignTopics,
    private readonly rights: TopicRights,
    private readonly taking: TakesRecords,
    private readonly clock: Clock,
  ) {
    super();
  }

  async run(): Promise<void> {
    const wanted = await this.store.system.read((tx) => tx.due.listenedTopics());
    const { planned, refused } = decideListening(this.rights, wanted);
    this.planned = new Map(planned.map((each) => [each.topic, each]));
    this.topics.listen(planned, {
      take: (records) => this.take(records),
      giveUp: async (record, error) => {
        const topic = this.planned.get(record.topic);
        if (topic !== undefined) await this.taking.records.giveUp(topic.tenantId, record, error);
      },
    });
    const read = this.topics.states().flatMap(({ topic, state, why }): TopicNews[] => {
      const { tenantId } = this.planned.get(topic) ?? {};
      return tenantId === undefined ? [] : [{ tenantId, topic, state, why }];
    });
    for (const news of [...read, ...refused]) await this.tell(news);
  }

  /** Records of a topic that is not wanted any more start nothing. */
  private async take(records: readonly ForeignRecord[]): Promise<void> {
    const topic = this.planned.get(records[0]?.topic ?? '');
    if (topic === undefined) return;
    await this.taking.take(topic, records);
  }

  private async tell({ tenantId, topic, state, why }: TopicNews): Promise<void> {
    const name = `${tenantId} ${topic}`;
    const before = this.told.get(name);
    const nowMs = this.clock.monotonicMs();
    const isOld = before === undefined || nowMs - before.atMs >= TELL_EVERY_MS;
    if (!isOld && before.state === state && before.why === why) return;
    await this.store.of(tenantId).transaction((tx) => tx.triggerMessages.saveState(topic, state, why));
    this.told.set(name, { state, why, atMs: nowMs });
  }
}

/** Who takes records, by what they hold. What they lead to is followed from their senders. */
export class TakesRecords {
  constructor(
    readonly triggers: TakeTriggers,
    readonly records: TakeTopicRecords,
    private readonly tracing: Tracing,
  ) {}

  async take(topic: PlannedTopic, records: readonly ForeignRecord[]): Promise<void> {
    for (const group of byTrace(records)) await this.takeOfTrace(topic, group);
  }

  private takeOfTrace({ holds, tenantId, topic }: PlannedTopic, group: TracedRecords): Promise<void> {
    const { trace, records } = group;
    const taker = holds === 'triggers' ? this.triggers : this.records;
    const settings = {
      ...({ name: `scheduler ${holds}`, kind: 'consumer', begins: true, onlyIfFollowed: true } as const),
      notes: { 'messaging.destination.name': topic, 'messaging.batch.message_count': records.length },
      ...(trace === undefined ? {} : { follows: [trace] }),
    };
    return this.tracing.within(settings, () => taker.take(tenantId, topic, records));
  }
}

interface TracedRecords {
  readonly trace: string | undefined;
  readonly records: ForeignRecord[];
}

/** In their order: what one sender follows is no part of what another one does. */
function byTrace(records: readonly ForeignRecord[]): readonly TracedRecords[] {
  const groups: TracedRecords[] = [];
  for (const record of records) {
    const trace = record.headers['traceparent'] ?? record.headers['ce_traceparent'];
    const last = groups.at(-1);
    if (last !== undefined && last.trace === trace) last.records.push(record);
    else groups.push({ trace, records: [record] });
  }
  return groups;
}
