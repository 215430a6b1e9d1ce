import { IS_LIVE } from './row.js';

/** Conflicts that live of whatever `where` says of `f` end with it. `actor`: an expression that gives who did it, or null. */
export function expireConflicts(where: string, actor = 'null::text'): string {
  return `update conflict f set state = 'expired', revision = f.revision + 1, changed_at = engine_now(), resolved_at = engine_now(),
      history = ${withExpiry('f', actor)}
    where (${IS_LIVE}) and ${where}`;
}

/** The history of a conflict, of the row that has this alias, with its end. */
export function withExpiry(alias: string, actor = 'null::text'): string {
  return `(${alias}.history::jsonb || jsonb_build_object('kind', 'expired', 'revision', ${alias}.revision + 1, 'by', ${actor}, 'reason', null,
        'at', to_char(engine_now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))::json`;
}
