import type { TenantId } from '../ids.js';
import type { TopicStart } from './topic-listening.js';
import { mayListen, type TopicPermit } from './topic-permit.js';

/** Topics of one installation that are read at a time: each has a consumer of its own. */
export const MOST_TOPICS = 100;

/** What an installation may read, and for whom. */
export interface ListeningRights {
  readonly hasKafka: boolean;
  readonly triggerTopics: readonly {
    readonly topic: string;
    readonly tenantId: TenantId;
    readonly isOwn: boolean;
  }[];
  readonly foreign: readonly TopicPermit[];
}

/** A topic that jobs of a tenant listen to. */
export interface WantedTopic {
  readonly tenantId: TenantId;
  readonly topic: string;
  readonly startAt: TopicStart;
}

export interface PlannedTopic extends WantedTopic {
  /** `triggers`: its messages ask for runs of any job; `records`: jobs find in them which records have changed. */
  readonly holds: 'triggers' | 'records';
  readonly isOwn: boolean;
}

export interface RefusedTopic {
  readonly tenantId: TenantId;
  readonly topic: string;
  readonly state: 'no_kafka' | 'not_allowed';
  readonly why: string;
}

/** Which topics are read, each for one tenant, and which are not although jobs listen to them. */
export function decideListening(
  rights: ListeningRights,
  wanted: readonly WantedTopic[],
): { readonly planned: readonly PlannedTopic[]; readonly refused: readonly RefusedTopic[] } {
  const planned = new Map<string, PlannedTopic>();
  const refused: RefusedTopic[] = [];
  if (rights.hasKafka)
    for (const each of rights.triggerTopics)
      planned.set(each.topic, { ...each, holds: 'triggers', startAt: 'earliest' });
  for (const each of wanted) {
    const refusal = refusalOf(rights, each, planned);
    if (refusal === undefined) planned.set(each.topic, { ...each, holds: 'records', isOwn: false });
    else refused.push({ tenantId: each.tenantId, topic: each.topic, ...refusal });
  }
  return { planned: [...planned.values()], refused };
}

function refusalOf(
  { hasKafka, foreign }: ListeningRights,
  { topic, tenantId }: WantedTopic,
  planned: ReadonlyMap<string, PlannedTopic>,
): Pick<RefusedTopic, 'state' | 'why'> | undefined {
  if (!hasKafka)
    return {
      state: 'no_kafka',
      why: 'This installation has no Kafka, so that no topic is read; use a webhook or a schedule, or install the services',
    };
  const notAllowed = (why: string) => ({ state: 'not_allowed', why }) as const;
  if (!mayListen(topic, tenantId, foreign))
    return notAllowed('KAFKA_FOREIGN_TOPICS of the scheduler does not name the topic for this tenant');
  if (planned.has(topic)) return notAllowed('The topic is read for another purpose, or for another tenant');
  if (planned.size >= MOST_TOPICS) return notAllowed(`More than ${MOST_TOPICS} topics are not read`);
  return undefined;
}
