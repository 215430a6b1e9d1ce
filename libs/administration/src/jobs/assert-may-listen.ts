import { mayListen, SyncError, type TenantId, type TopicListening } from '@evenkeel/domain';
import type { TopicRights } from '@evenkeel/ports';

/** Told at once rather than by the status. Throws `config.topic_not_allowed`. */
export function assertMayListen(
  { hasKafka, foreign }: TopicRights,
  tenantId: TenantId,
  listen: TopicListening | null,
): void {
  if (listen === null) return;
  const { topic } = listen;
  if (!hasKafka)
    throw new SyncError(
      'config.topic_not_allowed',
      `A job cannot listen to ${topic}: this installation has no Kafka`,
    );
  if (mayListen(topic, tenantId, foreign)) return;
  throw new SyncError(
    'config.topic_not_allowed',
    `A job cannot listen to ${topic}: KAFKA_FOREIGN_TOPICS does not name it`,
  );
}
