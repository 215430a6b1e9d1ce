import type { CompiledConflictPolicy } from '../conflict/compile-conflict-policy.js';
import type { ConflictField } from '../conflict/conflict.js';
import type { FoundConflict } from '../conflict/follow-conflict.js';
import type { JsonObject } from '../json.js';
import type { Version } from '../record/version.js';
import { joinSides } from '../three-way/join-sides.js';
import type { Choose, JoinRules } from '../three-way/sides.js';
import { flowAt } from '../three-way/target-flow.js';
import { isContested, type Agreement } from './agreement.js';

/** A record of which something is left to be sent. */
export interface Unsent {
  readonly agreement: Agreement;
  readonly local: JsonObject;
  readonly remoteVersion: Version | null;
}

/** What the provider refuses because its record changes each time, as a conflict holds it; undefined: nothing is left to be sent. */
export function unsentConflict(
  { agreement, local, remoteVersion }: Unsent,
  { policy, flows }: { readonly policy: CompiledConflictPolicy; readonly flows: JoinRules['flows'] },
): FoundConflict | undefined {
  const fields = unsentFields(agreement, local, { lists: policy.lists, flows });
  const [first] = fields;
  if (first === undefined) return undefined;
  const { strategy } = policy.strategyAt(first.place);
  return { kind: 'version', fields, asks: 'review', remoteVersion, policy: strategy };
}

/** Fields that were changed here and are not sent yet, as a conflict holds them. What is contested or not known is none of them. */
function unsentFields(agreement: Agreement, local: JsonObject, rules: JoinRules): readonly ConflictField[] {
  const fields: ConflictField[] = [];
  const { contested: _, restoring: __, ...base } = agreement;
  const note: Choose = ({ place, path, ...values }) => {
    const isSent = values.base !== undefined && flowAt(rules.flows, place) !== 'in';
    if (isSent && !isContested(agreement, path)) fields.push({ place, path, ...values });
    return { kind: 'undecided', asks: 'review' };
  };
  const remote = { data: base.remote, isComplete: true };
  const sides = { base: { ...base, unread: [] }, local, remote };
  joinSides(sides, rules, { contested: note, all: note });
  return fields;
}
