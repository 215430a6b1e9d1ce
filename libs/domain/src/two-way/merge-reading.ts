import type { JoinHow } from '../conflict/join-by-policy.js';
import { joinByPolicy } from '../conflict/join-by-policy.js';
import type { JsonObject } from '../json.js';
import { canonicalText } from '../json-text/canonical-text.js';
import type { OpenField } from '../three-way/join-work.js';
import type { RemoteReading } from '../three-way/sides.js';
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
  const { contested: _, ...base } = agreement;
  const joined = joinByPolicy({ base, local, remote }, how);
  const contested = joined.open.map(({ path }) => path);
  const next: Agreement = { ...joined.base, contested };
  const isToSend = joined.sent.length > 0;
  return {
    local: joined.local,
    isChanged: canonicalText(joined.local) !== canonicalText(local),
    agreement: !isToSend && isSettled(next, joined.local, remote.data) ? null : next,
    open: joined.open,
    isToSend,
  };
}
