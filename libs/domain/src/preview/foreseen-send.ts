import { canonicalText } from '../json-text/canonical-text.js';
import type { JsonObject } from '../json.js';
import type { CompiledOutMapping } from '../mapping/compile-out-mapping.js';
import type { PlannedWrite, PushDecision, PushedRecord } from '../push/decide-push.js';
import type { Bucket } from './bucket.js';
import type { PlanLookup } from './index-entries.js';
import { entryKey, shortTarget, type PlanEntry } from './plan-entry.js';

/** What a push would do with one record. */
export interface ForeseenSend {
  readonly record: Pick<PushedRecord, 'recordId'>;
  readonly decision: PushDecision;
  readonly bucket: Bucket;
}

/** Which record would be sent what, as a plan keeps it. `digest` gives hexadecimal digits. */
export function sendEntry(
  { record, decision, bucket }: ForeseenSend,
  digest: (text: string) => string,
): PlanEntry {
  return {
    bucket,
    key: keyOf(record, digest),
    base: null,
    target: decision.kind === 'send' ? targetOf(decision.write, digest) : null,
  };
}

/** The same decisions, without what the plan does not foresee: a record that has moved since is not sent. */
export function followSends(
  records: readonly Pick<PushedRecord, 'recordId'>[],
  decisions: readonly PushDecision[],
  { find, digest }: { readonly find: PlanLookup; readonly digest: (text: string) => string },
): readonly PushDecision[] {
  return decisions.map((decision, at) => {
    if (decision.kind !== 'send') return decision;
    const target = targetOf(decision.write, digest);
    const isForeseen = find(keyOf(records[at]!, digest)).some((entry) => entry.target === target);
    return isForeseen ? decision : MOVED;
  });
}

const MOVED: PushDecision = { kind: 'leave', outcome: 'planned' };

/** What the provider is known to hold of the fields that are written. */
export function heldThere(
  { reference }: Pick<PushedRecord, 'reference'>,
  map: CompiledOutMapping,
): JsonObject {
  const agreed = reference?.agreement;
  return agreed ? map(agreed.remote) : (reference?.sent ?? {});
}

function keyOf({ recordId }: Pick<PushedRecord, 'recordId'>, digest: (text: string) => string): string {
  return entryKey(`record:${recordId}`, digest);
}

function targetOf({ kind, data }: PlannedWrite, digest: (text: string) => string): string {
  return shortTarget(digest(`${kind} ${canonicalText(data)}`));
}
