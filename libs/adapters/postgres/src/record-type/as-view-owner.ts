import type { Session } from '../database/session.js';
import { OWNER_ROLE } from '../embedded/roles.js';

/** For how long what reads a view is waited for: what reads it next waits, too. */
const WAIT_FOR_READERS = '200ms';

/** Does something to views: they belong to the owner of the tables, where the database was set up so. */
export async function asViewOwner(session: Session, work: () => Promise<void>): Promise<void> {
  const owner = await session.row(
    `select 1 from pg_roles where rolname = $1 and pg_has_role(current_user, oid, 'MEMBER')`,
    [OWNER_ROLE],
  );
  await session.write(`set local lock_timeout = '${WAIT_FOR_READERS}'`);
  if (owner !== undefined) await session.write(`set local role ${OWNER_ROLE}`);
  await work();
  if (owner !== undefined) await session.write('reset role');
  await session.write('set local lock_timeout to default');
}
