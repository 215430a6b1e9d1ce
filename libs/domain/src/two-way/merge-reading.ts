import type { JoinHow } from '../conflict/join-by-policy.js';
import { joinByPolicy } from '../conflict/join-by-policy.js';
import type { JsonObject } from '../json.js';
import { canonicalText } from '../json-text/canonical-text.js';
import type { OpenField } from '../three-way/join-work.js';
import type { RemoteReading } from '../three-way/sides.js';
import { placeText } from '../three-way/place.js';
import { stillToRestore, withRestored } from './restore-remote.js';
import { isSettled, type Agreement } from './agreement.js';

/** What a reading and the local record become together. */
export interface MergedReading {
  readonly local: JsonObject;
  /** Whether that is something else than the local record held. */
  readonly isChanged: boolean;
  /** Null: the sides are equal, and nothing has to be kept. */
  readonly agreement: Agreement | null;
  /** What each side keeps until it is decided on. */
  readonly open: readonly OpenField[];
  /** Whether something is left to be sent. */
  readonly isToSend: boolean;
}

/** Joins a reading with the record that was changed here since both sides agreed. Throws `record.strategy_failed`. */
export function mergeReading(
  sides: { readonly agreement: Agreement; readonly local: JsonObject; readonly remote: RemoteReading },
  how: JoinHow,
): MergedReading {
  const { agreement, local, remote } = sides;
  const { contested: _, restoring: asked = [], ...base } = agreement;
  const { lists } = how.policy;
  const restoring = stillToRestore(asked, sides, lists);
  const data = withRestored(remote.data, restoring, { lists });
  const joined = joinByPolicy({ base, local, remote: { ...remote, data } }, how);
  const contested = joined.open.map(({ path }) => path);
  // Decided by now, or not contested any more: of what the provider has.
  if (restoring.some(({ place }) => !contested.includes(placeText(place))))
    return mergeReading({ ...sides, agreement: { ...base, contested: [] } }, how);
  const next: Agreement = { ...joined.base, contested, ...(restoring.length > 0 && { restoring }) };
  const isToSend = joined.sent.length > 0 || restoring.length > 0;
  return {
    local: joined.local,
    isChanged: canonicalText(joined.local) !== canonicalText(local),
    agreement:
      !isToSend && isSettled(next, joined.local, remote.isComplete ? remote.data : joined.remote)
        ? null
        : next,
    open: joined.open,
    isToSend,
  };
}
