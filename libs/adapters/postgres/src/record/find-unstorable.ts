import type { RecordWrite } from '@evenkeel/domain';
import { kindOf } from '../database/database-error.js';
import type { HotStatement, Session } from '../database/session.js';
import { WRITES } from './reference-row.js';

export interface Unstorable {
  readonly index: number;
  readonly message: string;
}

// Each record in a reference set of its own (a negative one, which no set has), so that nothing here collides.
const TRY_TO_STORE: HotStatement = {
  name: 'record_try',
  text: `
    with input as materialized (
      select * from unnest(${WRITES.parameters(1)})
        with ordinality as i(${WRITES.list}, position)),
    records as (
      insert into record (tenant_id, record_type, data)
      select '00000000-0000-0000-0000-000000000000', '', data from input)
    insert into external_reference
      (record_id, set_id, external_id, content_hash, provider_version, modified_at, observed_at)
    select 0, -position, external_id, content_hash, version,
      modified_at::timestamptz, observed_at::timestamptz
    from input`,
};

/** Bisects: stores each half under a savepoint that is taken back whatever happens. */
export async function findUnstorable(
  session: Session,
  writes: readonly RecordWrite[],
): Promise<Unstorable[]> {
  return bisect(session, writes, 0);
}

async function bisect(session: Session, writes: readonly RecordWrite[], from: number): Promise<Unstorable[]> {
  if (writes.length === 0) return [];
  const message = await refusalOf(session, writes);
  if (message === undefined) return [];
  if (writes.length === 1) return [{ index: from, message }];
  const half = writes.length >> 1;
  const first = await bisect(session, writes.slice(0, half), from);
  return [...first, ...(await bisect(session, writes.slice(half), from + half))];
}

async function refusalOf(session: Session, writes: readonly RecordWrite[]): Promise<string | undefined> {
  await session.write('savepoint try_to_store');
  try {
    await session.hot(TRY_TO_STORE, WRITES.values(writes));
    return undefined;
  } catch (error) {
    if (kindOf(error) !== 'data') throw error;
    return (error as Error).message;
  } finally {
    await session.write('rollback to savepoint try_to_store');
  }
}
