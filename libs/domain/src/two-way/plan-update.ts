import type { JsonObject } from '../json.js';
import { canonicalText } from '../json-text/canonical-text.js';
import type { CompiledOutMapping } from '../mapping/compile-out-mapping.js';
import { joinSides } from '../three-way/join-sides.js';
import type { Choose, JoinRules } from '../three-way/sides.js';
import { placeText } from '../three-way/place.js';
import { isContested, type Agreement } from './agreement.js';
import { agreedOnceRestored, baseToRestore, withRestored } from './restore-remote.js';

/** What is sent of a record that both sides have. */
export interface PlannedUpdate {
  /** In the provider's shape: what is to be otherwise. */
  readonly data: JsonObject;
  /** In the provider's shape: all that it has of the mapping after that. */
  readonly sent: JsonObject;
  /** What is agreed on once the provider has taken it. */
  readonly agreed: Agreement;
}

interface UpdateHow {
  readonly map: CompiledOutMapping;
  readonly rules: JoinRules;
  /** What is sent of a record that is to be otherwise. */
  readonly changes: (before: JsonObject, now: JsonObject) => JsonObject;
}

/**
 * Only what was changed here since both sides agreed, and of that nothing that waits for a decision or of which it is not known what the provider has.
 * Undefined: nothing.
 */
export function planUpdate(
  agreement: Agreement,
  local: JsonObject,
  { map, rules, changes }: UpdateHow,
): PlannedUpdate | undefined {
  const { restoring = [] } = agreement;
  const { lists } = rules;
  const base = baseToRestore(agreement, lists);
  const restored = new Set(restoring.map(({ place }) => placeText(place)));
  const choose: Choose = ({ base: known, path }) => {
    if (restored.has(path)) return LOCAL;
    return known === undefined || isContested(agreement, path) ? UNDECIDED : LOCAL;
  };
  // What was written and not read since stays so: nothing is read here.
  const settled = { ...base, unread: [] };
  const remote = { data: base.remote, isComplete: true };
  const sides = { base: settled, local: withRestored(local, restoring, { lists }), remote };
  const joined = joinSides(sides, rules, { contested: choose, all: choose });
  const [before, sent] = [map(base.remote), map(joined.remote)];
  if (canonicalText(before) === canonicalText(sent)) return undefined;
  const unread = [...new Set([...base.unread, ...joined.written.unread])];
  const agreed = agreedOnceRestored({ ...joined.written, unread }, agreement, lists);
  return { data: changes(before, sent), sent, agreed };
}

const UNDECIDED = { kind: 'undecided', asks: 'review' } as const;
const LOCAL = { kind: 'local' } as const;
