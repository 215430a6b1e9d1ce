import { COMES_BY_ITSELF } from '@evenkeel/domain';
import type { ConnectionId, Control, Controls, ControlState, JobId } from '@evenkeel/domain';
import type { ControlRepository } from '@evenkeel/ports';
import { IS_PAIRING } from '../pairing/statements.js';
import type { Session } from '../database/session.js';

/** Of an execution `e`: neither the engine nor its connection is held. */
export const IS_LET_GO = `not exists (
  select from control h where h.state <> 'running' and (h.connection_id is null
    or h.connection_id = (select j.connection_id from job j where j.id = e.job_id)))`;

/** Of a trigger `t`: it may be answered, as `decideAdmission` says. */
export const IS_ADMITTED = `not exists (
  select from job j join connection c on c.id = j.connection_id where j.id = t.job_id and (
    ((t.external_ids is not null or t.failure_ids is not null) and ${IS_PAIRING})
    or (c.status = 'needs_attention' and t.kind in (${COMES_BY_ITSELF.map((kind) => `'${kind}'`).join(', ')}))
    or exists (select from control h where h.state = 'stopped'
      and (h.connection_id is null or h.connection_id = c.id))))`;

/** Null: of the whole engine. */
export async function findControl(session: Session, connectionId: ConnectionId | null): Promise<Control> {
  const row = await session.row<{ state: ControlState; actor: string; changed_at: Date }>(
    'select state, actor, changed_at from control where connection_id is not distinct from $1::uuid',
    [connectionId],
  );
  if (row === undefined) return { state: 'running', actor: null, changedAt: null };
  return { state: row.state, actor: row.actor, changedAt: row.changed_at };
}

/** Null: of the whole engine. */
export async function saveControl(
  session: Session,
  connectionId: ConnectionId | null,
  { state, actor }: { readonly state: ControlState; readonly actor: string },
): Promise<void> {
  await session.write(
    `insert into control (connection_id, state, actor, changed_at) values ($1, $2, $3, engine_now())
     on conflict on constraint control_scope
     do update set state = excluded.state, actor = excluded.actor, changed_at = excluded.changed_at`,
    [connectionId, state, actor],
  );
}

export class PostgresControlRepository implements ControlRepository {
  constructor(private readonly session: Session) {}

  of(connectionId: ConnectionId): Promise<Control> {
    return findControl(this.session, connectionId);
  }

  async ofJob(jobId: JobId): Promise<Controls> {
    const rows = await this.session.rows<{ is_engine: boolean; state: ControlState }>(
      `select h.connection_id is null as is_engine, h.state from control h
       where h.connection_id is null or h.connection_id = (select connection_id from job where id = $1)`,
      [jobId],
    );
    return {
      engine: rows.find((row) => row.is_engine)?.state ?? 'running',
      connection: rows.find((row) => !row.is_engine)?.state ?? 'running',
    };
  }

  save(connectionId: ConnectionId, state: ControlState, actor: string): Promise<void> {
    return saveControl(this.session, connectionId, { state, actor });
  }
}
