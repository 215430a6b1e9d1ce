import type { FoundConcern } from './concern.js';
import type { ConcernFacts } from './concern-facts.js';

/** Topics of Kafka that jobs wait for and that are not read, and messages on them that could not be taken. */
export function concernsOfTopics({
  unreadTopics,
  rejectedMessages,
}: Pick<ConcernFacts, 'unreadTopics' | 'rejectedMessages'>): FoundConcern[] {
  return [
    ...unreadTopics.map(({ topic, jobs, why, since }): FoundConcern => {
      const forWhom =
        jobs.length === 0 ? '' : ` that ${jobs.join(', ')} ${jobs.length === 1 ? 'listens' : 'listen'} to`;
      const message = `The topic${forWhom} is not read: ${why ?? 'no scheduler says why'}`;
      return { kind: 'topic_unread', about: topic, id: null, since, message };
    }),
    ...rejectedMessages.map(({ topic, count, since }): FoundConcern => {
      const message = 'Messages on the topic could not be taken since yesterday';
      return { kind: 'messages_rejected', about: topic, id: null, count, since, message };
    }),
  ];
}
