import { MOST_LOGGED } from '@evenkeel/domain';
import type { HotStatement } from '../database/session.js';

/**
 * $1 execution id, $2 phases, $3 external ids, $4 classes, $5 codes, $6 messages, $7 attempts. They are numbered on from the
 * last one that is committed: chunks that fail at the same time may add a few more than are kept of an execution.
 */
export const ADD_ERRORS: HotStatement = {
  name: 'error_add',
  text: `
    insert into execution_error (execution_id, nth, at, phase, external_id, class, code, message, attempt)
    select $1, e.nth + l.nth, engine_now(), e.phase, e.external_id, e.class, e.code, e.message, e.attempt
    from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[]) with ordinality
      as e(phase, external_id, class, code, message, attempt, nth)
    cross join (select coalesce((
      select nth from execution_error where execution_id = $1 order by execution_id desc, id desc limit 1), 0) as nth) l
    where e.nth + l.nth <= ${MOST_LOGGED} order by e.nth`,
};
