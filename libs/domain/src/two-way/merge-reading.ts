import type { JoinHow } from '../conflict/join-by-policy.js';
import { joinByPolicy } from '../conflict/join-by-policy.js';
import type { JsonObject } from '../json.js';
import { canonicalText } from '../json-text/canonical-text.js';
import type { Joined } from '../three-way/join-sides.js';
import type { OpenField } from '../three-way/join-work.js';
import type { ListRuleAt } from '../three-way/list-rule.js';
import type { RemoteReading } from '../three-way/sides.js';
import { placeText } from '../three-way/place.js';
import { stillToRestore, withRestored } from './restore-remote.js';
import { isSettled, type Agreement, type Restoring } from './agreement.js';

/** What a reading and the local record become together. */
export interface MergedReading {
  readonly local: JsonObject;
  /** Whether that is something else than the local record held. */
  readonly isChanged: boolean;
  /** Null: the sides are equal, and nothing has to be kept. */
  readonly agreement: Agreement | null;
  /** The same, also where they are equal. */
  readonly agreed: Agreement;
  /** What each side keeps until it is decided on. */
  readonly open: readonly OpenField[];
  /** Whether something is left to be sent. */
  readonly isToSend: boolean;
}

export interface MergeHow extends JoinHow {
  /** What the local record becomes where that is not made of its two sides alone; left out: it is. */
  readonly made?: (joined: Joined) => JsonObject;
}

/** Joins a reading with the record that was changed here since both sides agreed. Throws `record.strategy_failed`. */
export function mergeReading(
  sides: { readonly agreement: Agreement; readonly local: JsonObject; readonly remote: RemoteReading },
  how: MergeHow,
): MergedReading {
  const { agreement, local, remote } = sides;
  const { contested: _, restoring: asked = [], over: __, ...base } = agreement;
  const { lists } = how.policy;
  const restoring = stillToRestore(asked, sides, lists);
  const data = withRestored(remote.data, restoring, { lists });
  const joined = joinByPolicy({ base, local, remote: { ...remote, data } }, how);
  const { next, isRestoring } = agreedAfter(joined, { ...agreement, restoring }, lists);
  const made = how.made?.(joined) ?? joined.local;
  const isOther = made !== joined.local && canonicalText(made) !== canonicalText(joined.local);
  const isToSend = joined.sent.length > 0 || isRestoring || isOther;
  return {
    local: made,
    isChanged: canonicalText(made) !== canonicalText(local),
    agreement:
      !isToSend && isSettled(next, made, remote.isComplete ? remote.data : joined.remote) ? null : next,
    agreed: next,
    open: joined.open,
    isToSend,
  };
}

/** What is agreed on after a join, and whether the provider is to be sent something for what was to be restored. */
function agreedAfter(
  { base, local, open }: Joined,
  { restoring, over }: Pick<Agreement, 'over'> & { readonly restoring: readonly Restoring[] },
  lists: readonly ListRuleAt[],
): { readonly next: Agreement; readonly isRestoring: boolean } {
  const contested = open.map(({ path }) => path);
  const left = restoring.filter(({ place }) => contested.includes(placeText(place)));
  // Decided by now: the provider is sent that instead, and until then it holds what it was left with.
  const decided = restoring.filter((one) => !left.includes(one));
  const asHeld = (data: JsonObject) => withRestored(data, decided, { lists, side: 'from' });
  const isUnread = base.unread.length > 0 && over !== undefined;
  const held = { local: asHeld(base.local), remote: asHeld(base.remote) };
  const next = { ...base, ...held, contested, ...(isUnread && { over }) };
  return {
    next: left.length > 0 ? { ...next, restoring: left } : next,
    isRestoring: left.length > 0 || canonicalText(asHeld(local)) !== canonicalText(local),
  };
}
