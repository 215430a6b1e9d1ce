import type { KeptRejections, TriggerMessage, TriggerMessageState } from '@evenkeel/domain';
import type {
  Listed,
  ListRequest,
  SettledMessage,
  StoredTriggerMessage,
  TopicCounts,
  TopicState,
  TriggerMessageRepository,
  TriggerTopic,
} from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import { IS_THERE } from '../job/statements.js';
import { listed } from '../table/keyset.js';
import { TRIGGER_MESSAGE_COLUMNS, triggerMessageFromRow, type TriggerMessageRow } from './row.js';

export class PostgresTriggerMessageRepository implements TriggerMessageRepository {
  constructor(private readonly session: Session) {}

  async claim(messages: readonly TriggerMessage[]): Promise<readonly (string | undefined)[]> {
    if (messages.length === 0) return [];
    const rows = await this.session.rows<{ id: string; place: string }>(
      `insert into trigger_message (tenant_id, topic, partition, position, written_at, job_id, source, event_id, type, state)
       select $2, m.topic, m.partition, m.position, m."writtenAt", m."jobId", m.source, m."eventId", m.type, 'ignored'
       from json_to_recordset($1::json) as m(topic text, partition int, position bigint, "writtenAt" timestamptz, "jobId" uuid,
         source text, "eventId" text, type text)
       order by m.source, m."eventId", m.topic, m.partition, m.position, m."jobId"
       on conflict do nothing
       returning id::text as id, concat_ws(' ', topic, partition, position, job_id) as place`,
      [JSON.stringify(messages), this.session.tenant],
    );
    const ids = new Map(rows.map(({ id, place }) => [place, id]));
    return messages.map((message) => ids.get(placeOf(message)));
  }

  async saveEnds(ends: readonly SettledMessage[]): Promise<void> {
    if (ends.length === 0) return;
    await this.session.write(
      `update trigger_message m set state = e.state, trigger_ids = e."triggerIds", code = e.code, message = e.message
       from json_to_recordset($1::json) as e(id bigint, state text, "triggerIds" uuid[], code text, message text)
       where m.id = e.id and m.tenant_id = $2`,
      [JSON.stringify(ends), this.session.tenant],
    );
  }

  async forget(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.session.write('delete from trigger_message where id = any($1::bigint[]) and tenant_id = $2', [
      ids,
      this.session.tenant,
    ]);
  }

  async list(
    { state, topic }: { readonly state: TriggerMessageState | null; readonly topic: string | null },
    request: ListRequest,
  ): Promise<Listed<StoredTriggerMessage>> {
    const rows = await this.session.rows<TriggerMessageRow>(
      `select ${TRIGGER_MESSAGE_COLUMNS} from trigger_message
       where tenant_id = $1 and ($2::text is null or state = $2) and ($3::text is null or topic = $3)
         and ($4::bigint is null or trigger_message.id < $4)
       order by trigger_message.id desc limit $5`,
      [this.session.tenant, state, topic, request.after, request.limit + 1],
    );
    return listed(rows, request, ({ id }) => id, triggerMessageFromRow);
  }

  async lockRejections(topic: string): Promise<KeptRejections> {
    await this.session.write(
      `insert into trigger_topic (tenant_id, topic, state) values ($1, $2, 'listening') on conflict do nothing`,
      [this.session.tenant, topic],
    );
    const row = await this.session.row<{ since: Date | null; kept: number }>(
      `select rejected_since as since, rejected_kept as kept from trigger_topic
       where tenant_id = $1 and topic = $2 for no key update`,
      [this.session.tenant, topic],
    );
    return row ?? { since: null, kept: 0 };
  }

  async count(topic: string, counts: TopicCounts, { since, kept }: KeptRejections): Promise<void> {
    const { accepted, ignored, repeated, rejected } = counts;
    await this.session.write(
      `update trigger_topic set accepted = accepted + $3, ignored = ignored + $4, repeated = repeated + $5, rejected = rejected + $6,
         rejected_since = $7, rejected_kept = $8, received_at = engine_now(),
         rejected_at = case when $6 > 0 then engine_now() else rejected_at end
       where tenant_id = $1 and topic = $2`,
      [this.session.tenant, topic, accepted, ignored, repeated, rejected, since, kept],
    );
  }

  async saveState(topic: string, state: TopicState, why: string | null): Promise<void> {
    await this.session.write(
      `insert into trigger_topic as t (tenant_id, topic, state, why) values ($1, $2, $3, $4)
       on conflict (tenant_id, topic) do update set state = excluded.state, why = excluded.why, seen_at = engine_now(),
         changed_at = case when t.state = excluded.state then t.changed_at else engine_now() end`,
      [this.session.tenant, topic, state, why],
    );
  }

  async listTopics(): Promise<readonly TriggerTopic[]> {
    const rows = await this.session.rows<TopicRow>(
      `select t.topic, t.state, t.why, t.changed_at, t.received_at, t.rejected_at, t.accepted::text, t.ignored::text,
         t.repeated::text, t.rejected::text, array(
           select j.name from job j join job_revision r on r.job_id = j.id and r.revision = j.revision
           where j.tenant_id = t.tenant_id and ${IS_THERE} and r.definition -> 'listen' ->> 'topic' = t.topic order by j.name) as jobs
       from trigger_topic t
       where t.tenant_id = $1 and t.seen_at > (select engine_now()) - interval '1 day' order by t.topic`,
      [this.session.tenant],
    );
    return rows.map(topicFromRow);
  }
}

interface TopicRow extends Record<string, unknown> {
  readonly topic: string;
  readonly state: TopicState;
  readonly why: string | null;
  readonly changed_at: Date;
  readonly received_at: Date | null;
  readonly rejected_at: Date | null;
  readonly accepted: string;
  readonly ignored: string;
  readonly repeated: string;
  readonly rejected: string;
  readonly jobs: string[];
}

function topicFromRow(row: TopicRow): TriggerTopic {
  const { topic, state, why, jobs } = row;
  return {
    ...{ topic, state, why, jobs },
    accepted: Number(row.accepted),
    ignored: Number(row.ignored),
    repeated: Number(row.repeated),
    rejected: Number(row.rejected),
    changedAt: row.changed_at,
    receivedAt: row.received_at,
    rejectedAt: row.rejected_at,
  };
}

function placeOf({ topic, partition, position, jobId }: TriggerMessage): string {
  return [topic, partition, position, ...(jobId === null ? [] : [jobId])].join(' ');
}
