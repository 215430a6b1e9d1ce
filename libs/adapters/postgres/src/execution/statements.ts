import { MOST_LOGGED, storableText, type ErrorEntry } from '@evenkeel/domain';
import type { HotStatement } from '../database/session.js';
import { arraysOf, bigints, texts } from '../table/array-columns.js';

export const ERROR_ENTRIES = arraysOf<ErrorEntry>({
  phase: texts(({ phase }) => phase),
  external_id: texts(({ externalId }) => externalId && storableText(externalId)),
  class: texts(({ problem }) => problem.errorClass),
  code: texts(({ problem }) => problem.code),
  message: texts(({ problem }) => storableText(problem.message)),
  attempt: bigints(({ attempt }) => attempt),
});

/**
 * $1 execution id, $2 and so on `ERROR_ENTRIES`. They are numbered on from the
 * last one that is committed: chunks that fail at the same time may add a few more than are kept of an execution.
 */
export const ADD_ERRORS: HotStatement = {
  name: 'error_add',
  text: `
    insert into execution_error (execution_id, nth, at, phase, external_id, class, code, message, attempt)
    select $1, e.nth + l.nth, engine_now(), e.phase, e.external_id, e.class, e.code, e.message, e.attempt
    from unnest(${ERROR_ENTRIES.parameters(2)}) with ordinality
      as e(${ERROR_ENTRIES.list}, nth)
    cross join (select coalesce((
      select nth from execution_error where execution_id = $1 order by execution_id desc, id desc limit 1), 0) as nth) l
    where e.nth + l.nth <= ${MOST_LOGGED} order by e.nth`,
};

/** Of an execution `e`: it runs, or would if its connection and the engine did. */
export const IS_GOING = `e.status in ('running', 'paused') and (e.status = 'running' or e.held_by <> 'user')`;
