import type { ListView, RequestOf, TriggerMessageView, TriggerTopicList } from '@evenkeel/contracts-admin';
import { errorCatalog, type ErrorCode } from '@evenkeel/domain';
import { Store, type StoredTriggerMessage } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { jobNamesOf } from '../failures/job-names.js';
import { toListRequest, toListView } from '../lists/cursor.js';

/** What other systems asked for over Kafka, and the topics on which they do. */
export class ListTriggerMessages {
  constructor(private readonly store: Store) {}

  async list(
    { tenantId }: Caller,
    { state, topic, ...query }: RequestOf<'listTriggerMessages'>,
  ): Promise<ListView<TriggerMessageView>> {
    const request = toListRequest('trigger-messages', query);
    return this.store.of(tenantId).transaction(async (tx) => {
      const listed = await tx.triggerMessages.list({ state: state ?? null, topic: topic ?? null }, request);
      const ofJobs = listed.items.flatMap(({ jobId }) => (jobId === null ? [] : [{ jobId }]));
      const nameOf = await jobNamesOf(tx, ofJobs);
      return toListView('trigger-messages', listed, (message) => viewOf(message, nameOf));
    });
  }

  async topics({ tenantId }: Caller): Promise<TriggerTopicList> {
    const topics = await this.store.of(tenantId).transaction((tx) => tx.triggerMessages.listTopics());
    return {
      items: topics.map(({ changedAt, receivedAt, rejectedAt, jobs, ...topic }) => ({
        ...topic,
        jobs: [...jobs],
        since: changedAt.toISOString(),
        receivedAt: receivedAt?.toISOString() ?? null,
        rejectedAt: rejectedAt?.toISOString() ?? null,
      })),
    };
  }
}

/** Of a code that this release knows. */
function remedyOf(code: string): string {
  return Object.hasOwn(errorCatalog, code) ? errorCatalog[code as ErrorCode].remedy : '';
}

function viewOf(
  { position, code, message, jobId, writtenAt, receivedAt, triggerIds, ...stored }: StoredTriggerMessage,
  nameOf: (jobId: string) => string,
): TriggerMessageView {
  return {
    ...stored,
    offset: position,
    job: jobId === null ? null : { id: jobId, name: nameOf(jobId) },
    triggerIds: [...triggerIds],
    problem: code === null ? null : { code, message: message ?? '', remedy: remedyOf(code) },
    writtenAt: writtenAt.toISOString(),
    receivedAt: receivedAt.toISOString(),
  };
}
