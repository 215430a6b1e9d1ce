import type { PushedVersion } from '@evenkeel/ports';
import type { Value } from '../database/session.js';

/** Of `local_change c`: what was pushed is that version, or a later one. `versions`: the second of the parameters. */
export const isNotNewer = (versions: string): string =>
  `c.version <= (${versions}::jsonb ->> c.record_id::text)::int`;

/** $1 tenant, $2 job, $3 and $4 what was pushed. */
export const FORGET_CHANGES = `delete from local_change c
  where c.tenant_id = $1 and c.job_id = $2 and c.record_id = any($3::bigint[]) and ${isNotNewer('$4')}`;

/**
 * Parameters that name versions of records: their ids as an array, which the index of changes is asked for, and a JSON object of versions by id. A join with
 * a list of both would compare each of it with all that is pending: a table that grows and empties with each push has statistics of its empty times.
 */
export function pushedVersions(pushed: readonly PushedVersion[]): readonly [Value, Value] {
  const versions = pushed.map(({ recordId, recordVersion }) => [recordId, recordVersion] as const);
  return [versions.map(([recordId]) => recordId), JSON.stringify(Object.fromEntries(versions))];
}
