import { EVENTS_TOPIC, type LifecycleEvent } from '@evenkeel/contracts-messages';
import { numberEvents, toldOf, type KeptFact, type Numbered, type ToldFacts } from '@evenkeel/domain';
import { EventLog } from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import type { Transactor } from '../database/transactor.js';
import { EVENT_COLUMNS, eventFromRow, factFromRow, type EventRow, type FactRow } from './row.js';

type CursorName = 'numbered' | 'published';

export class PostgresEventLog extends EventLog {
  constructor(private readonly transactor: Transactor) {
    super();
  }

  async number(limit: number): Promise<number> {
    // Asked several times a second by each process, and mostly in vain.
    const waits = await this.transactor.read('events', (session) =>
      session.row<{ waits: boolean }>('select exists (select from event_fact) as waits'),
    );
    if (!waits?.waits) return 0;
    return this.transactor.run('events', async (session) => {
      const position = await lockCursor(session, 'numbered');
      if (position === undefined) return 0;
      // Its holder alone takes facts away. What a fact could know of was committed before it: this snapshot has both, in order of their ids.
      const rows = await session.rows<FactRow>(
        `delete from event_fact where id in (select id from event_fact order by id limit $1)
         returning id, tenant_id, kind, facts, at`,
        [limit],
      );
      const facts = rows.toSorted((one, other) => Number(one.id) - Number(other.id)).map(factFromRow);
      const { events, strange } = toldOf(facts);
      for (const each of strange) await setAside(session, each);
      const subjects = [...new Set(events.map(({ subject }) => subject))];
      await save(
        session,
        numberEvents(events, { position, sequences: await sequencesOf(session, subjects) }),
      );
      return rows.length;
    });
  }

  async publish(
    limit: number,
    publish: (events: readonly LifecycleEvent[]) => Promise<void>,
  ): Promise<number> {
    const waits = await this.transactor.read('events', (session) =>
      session.row<{ waits: boolean }>(
        `select coalesce((select position from event_cursor where name = 'numbered'), 0)
           > coalesce((select position from event_cursor where name = 'published'), 0) as waits`,
      ),
    );
    if (!waits?.waits) return 0;
    return this.transactor.run('events', async (session) => {
      const position = await lockCursor(session, 'published');
      if (position === undefined) return 0;
      const rows = await session.rows<EventRow>(
        `select ${EVENT_COLUMNS} from lifecycle_event where position > $1 order by position limit $2`,
        [position, limit],
      );
      const last = rows.at(-1);
      if (last === undefined) return 0;
      await publish(rows.map(eventFromRow));
      await moveCursor(session, 'published', Number(last.position));
      return rows.length;
    });
  }

  async forget(days: number, limit: number): Promise<number> {
    const row = await this.transactor.run('events', (session) =>
      session.row<{ count: number }>(FORGET, [days, limit]),
    );
    return row?.count ?? 0;
  }
}

// Events lie in the order of their positions, and only about in that of their times: what is looked at are the first of them.
const FORGET = `
  with gone as (
    delete from lifecycle_event where position in (
      select position from (select position, at from lifecycle_event order by position limit $2) first
      where at < (select engine_now()) - $1 * interval '1 day')
    returning position, subject),
  kept as (
    insert into event_cursor (name, position) select 'forgotten', max(position) from gone having count(*) > 0
    on conflict (name) do update set position = excluded.position),
  -- Nothing is told of a request from outside after that.
  uncounted as (
    delete from event_sequence where subject in (select subject from gone where subject ^@ 'triggers/'))
  select count(*)::int as count from gone`;

/** Where it stands, for the one that holds it; undefined: another does. */
async function lockCursor(session: Session, name: CursorName): Promise<number | undefined> {
  const lock = 'select position from event_cursor where name = $1 for update skip locked';
  const held = await session.row<{ position: string }>(lock, [name]);
  if (held !== undefined) return Number(held.position);
  const made = await session.write(
    'insert into event_cursor (name, position) values ($1, 0) on conflict do nothing',
    [name],
  );
  return made === 1 ? 0 : undefined;
}

async function moveCursor(session: Session, name: CursorName, position: number): Promise<void> {
  await session.write('update event_cursor set position = $2 where name = $1', [name, position]);
}

/** Where messages are that no handler could take: people look there, and no erasure finds values there. */
async function setAside(session: Session, { fact, error }: ToldFacts['strange'][number]): Promise<void> {
  await session.write(
    `insert into stuck_message (topic, service, key, payload, attempts, error) values ($1, 'events', $2, $3, 1, $4)`,
    [EVENTS_TOPIC, fact.kind, Buffer.from(JSON.stringify(withoutValues(fact))), error],
  );
}

function withoutValues(fact: KeptFact): KeptFact {
  if (fact.kind !== 'record') return fact;
  const { values: _now, valuesBefore: _before, ...facts } = fact.facts;
  return { ...fact, facts };
}

async function sequencesOf(
  session: Session,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await session.rows<{ subject: string; last: number }>(
    'select subject, last from event_sequence where subject = any($1)',
    [subjects],
  );
  return new Map(rows.map(({ subject, last }) => [subject, last]));
}

async function save(session: Session, { events, position, sequences }: Numbered): Promise<void> {
  if (events.length === 0) return;
  await session.write(
    `insert into lifecycle_event (position, tenant_id, type, subject, sequence, job_id, data, at)
     select position, "tenantId", type, subject, sequence, "jobId", data, at
     from json_to_recordset($1::json) as e(position bigint, "tenantId" uuid, type text, subject text, sequence int,
       "jobId" uuid, data json, at timestamptz)`,
    [JSON.stringify(events)],
  );
  await session.write(
    `insert into event_sequence (subject, last)
     select subject, last from unnest($1::text[], $2::int[]) as s(subject, last)
     on conflict (subject) do update set last = excluded.last`,
    [[...sequences.keys()], [...sequences.values()].map(String)],
  );
  await moveCursor(session, 'numbered', position);
}
