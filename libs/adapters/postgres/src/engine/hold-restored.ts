import type { Transactor } from '../database/transactor.js';

/** Who pauses them, as people are told. */
const ACTOR = 'a restored database';

/** What takes no writes is not told from what it was. */
const MAY_WRITE = `select not pg_is_in_recovery() and current_setting('transaction_read_only') = 'off' as may`;

const MOVE = `
  with place as materialized (select place_of_store() as now),
  first as (
    insert into store_place (place) select now from place where not exists (select from store_place) on conflict (is_only) do nothing)
  update store_place s set place = place.now, seen_at = engine_now() from place where s.place <> place.now`;

/** One that a person holds already stays as it is. */
const HOLD = `
  insert into control as h (connection_id, state, actor, changed_at)
  select c.id, 'paused', $1, engine_now() from connection c
  where c.removed_at is null and exists (
    select from job j where j.connection_id = c.id and j.direction <> 'inbound' and j.removed_at is null)
  on conflict on constraint control_scope do update set state = excluded.state, actor = excluded.actor, changed_at = excluded.changed_at
    where h.state = 'running'`;

/**
 * Where the store is another one than when a process last started on it, it may lack the references of what was created at providers since: every connection that is
 * written to is paused until a person has seen to that (C25). Gives how many.
 */
export function holdRestored(transactor: Transactor): Promise<number> {
  return transactor.run('restored', async (session) => {
    const row = await session.row<{ may: boolean }>(MAY_WRITE);
    if (row?.may !== true || (await session.write(MOVE)) === 0) return 0;
    return session.write(HOLD, [ACTOR]);
  });
}
