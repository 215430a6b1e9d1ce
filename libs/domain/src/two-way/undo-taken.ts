import type { Conflict } from '../conflict/conflict.js';
import { undoDecision } from '../conflict/undo-decision.js';
import { canonicalText } from '../json-text/canonical-text.js';
import type { JsonObject } from '../json.js';
import type { ListRuleAt } from '../three-way/list-rule.js';
import { isWithin } from '../three-way/place.js';
import { valueAt, withValueAt } from '../three-way/value-at.js';
import type { Agreement } from './agreement.js';
import { maybe } from './restore-remote.js';

/** A record by whose decision a run has joined it. */
export interface TakenRecord {
  readonly agreement: Agreement;
  readonly local: JsonObject;
}

export interface UntakenRecord extends TakenRecord {
  /** Open again. */
  readonly conflict: Conflict;
}

/**
 * Takes back a decision that a run has taken: here and in what was agreed on everything is as it was, and what the provider was sent is restored by
 * the next push. Throws `request.wrong_state` as {@link undoDecision} does.
 */
export function undoTaken(
  conflict: Conflict,
  { agreement, local }: TakenRecord,
  lists: readonly ListRuleAt[],
): UntakenRecord {
  const pairAt = (place: Conflict['fields'][number]['place'], one: JsonObject, other: JsonObject) => ({
    local: valueAt(one, place, lists),
    remote: valueAt(other, place, lists),
  });
  const current = conflict.fields.map(({ path, place }) => ({
    path,
    ...pairAt(place, local, agreement.remote),
    base: pairAt(place, agreement.local, agreement.remote),
  }));
  const { conflict: reopened, restored } = undoDecision(conflict, current);
  const put = (
    data: JsonObject,
    valueOf: (field: Conflict['fields'][number]) => ReturnType<typeof valueAt>,
  ) =>
    restored.reduce(
      (record, field) => withValueAt(record, { place: field.place, value: valueOf(field) }, lists),
      data,
    );
  const isOfRestored = (path: string) => restored.some((field) => isWithin(path, field.path));
  const restoring = restored.flatMap(({ place, local: here, remote: to }) => {
    const from = valueAt(agreement.remote, place, lists);
    const isSame = canonicalText(maybe(from)) === canonicalText(maybe(to));
    return isSame ? [] : [{ place, local: maybe(here), from: maybe(from), to: maybe(to) }];
  });
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
    },
  };
}
