import type { Conflict, ConflictField } from '../conflict/conflict.js';
import { undoDecision, type CurrentField } from '../conflict/undo-decision.js';
import { canonicalText } from '../json-text/canonical-text.js';
import type { JsonObject } from '../json.js';
import type { ListRuleAt } from '../three-way/list-rule.js';
import { isWithin } from '../three-way/place.js';
import { valueAt, withValueAt } from '../three-way/value-at.js';
import type { Agreement, Restoring } from './agreement.js';
import { maybe } from './restore-remote.js';

/** A record by whose decision a run has joined it. */
export interface DecidedRecord {
  readonly agreement: Agreement;
  readonly local: JsonObject;
}

export interface UndoneRecord extends DecidedRecord {
  /** Open again. */
  readonly conflict: Conflict;
}

/**
 * Takes back a decision that a run has taken: here and in what was agreed on everything is as it was, and what the provider was sent is restored by
 * the next push. Throws `request.wrong_state` as {@link undoDecision} does.
 */
export function undoTaken(
  conflict: Conflict,
  taken: DecidedRecord,
  lists: readonly ListRuleAt[],
): UndoneRecord {
  const { agreement, local } = taken;
  const { conflict: reopened, restored } = undoDecision(conflict, currentFields(conflict, taken, lists));
  const put = (data: JsonObject, valueOf: (field: ConflictField) => ReturnType<typeof valueAt>) =>
    restored.reduce(
      (record, field) => withValueAt(record, { place: field.place, value: valueOf(field) }, lists),
      data,
    );
  const isOfRestored = (path: string) => restored.some((field) => isWithin(path, field.path));
  const restoring = restoringOf(restored, agreement, lists);
  return {
    conflict: reopened,
    local: put(local, (field) => field.local),
    agreement: {
      mappingRevision: agreement.mappingRevision,
      local: put(agreement.local, ({ base }) => base?.local),
      remote: put(agreement.remote, ({ base }) => base?.remote),
      unread: agreement.unread.filter((path) => !isOfRestored(path)),
      unknown: [
        ...agreement.unknown.filter((path) => !isOfRestored(path)),
        ...restored.filter(({ base }) => base === undefined).map(({ path }) => path),
      ],
      contested: [...new Set([...agreement.contested, ...restored.map(({ path }) => path)])],
      ...(restoring.length > 0 && { restoring }),
      ...(agreement.over !== undefined && { over: agreement.over }),
    },
  };
}

function currentFields(
  { fields }: Conflict,
  { agreement, local }: DecidedRecord,
  lists: readonly ListRuleAt[],
): readonly CurrentField[] {
  return fields.map(({ path, place }) => {
    const remote = valueAt(agreement.remote, place, lists);
    const base = { local: valueAt(agreement.local, place, lists), remote };
    return { path, local: valueAt(local, place, lists), remote, base };
  });
}

/** Where the provider holds something else than it did before. */
function restoringOf(
  restored: readonly ConflictField[],
  { remote }: Agreement,
  lists: readonly ListRuleAt[],
): readonly Restoring[] {
  return restored.flatMap((field) => {
    const [from, to] = [maybe(valueAt(remote, field.place, lists)), maybe(field.remote)];
    const isThere = canonicalText(from) === canonicalText(to);
    return isThere ? [] : [{ place: field.place, local: maybe(field.local), from, to }];
  });
}
