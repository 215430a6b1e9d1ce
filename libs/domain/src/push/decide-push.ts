import { describeProblem, SyncError, type Problem } from '../errors/sync-error.js';
import type { CompiledFilter } from '../filter/compile-condition.js';
import type { DeletePolicy, WritePolicy } from '../job/job.js';
import type { JsonObject } from '../json.js';
import type { JoinRules } from '../three-way/sides.js';
import { WHOLE } from '../three-way/place.js';
import { agreedAsRead, agreedOnceCreated, type Agreement } from '../two-way/agreement.js';
import { planUpdate } from '../two-way/plan-update.js';
import { canonicalText } from '../json-text/canonical-text.js';
import type { CompiledOutMapping } from '../mapping/compile-out-mapping.js';
import type { Outcome } from '../receipt/outcome.js';
import type { Version } from '../record/version.js';
import { CHANGES_OF, type Precautions } from './precautions.js';
import type { WriteAbilities, WriteKind } from './write-operation.js';

/** What the store remembers of the provider's record that a record of ours was pushed to. */
export interface PushedReference {
  readonly id: string;
  readonly externalId: string;
  readonly version: Version | null;
  /** The provider has it no more. */
  readonly isInactive: boolean;
  /** What was sent last, of all fields of the mapping; null: not known. */
  readonly sent: JsonObject | null;
  /** Of a job that goes both ways: what both sides last agreed on; null, or left out: they are equal. */
  readonly agreement?: Agreement | null;
}

/** A record of the store that a push looks at. */
export interface PushedRecord {
  readonly recordId: string;
  readonly version: number;
  readonly isActive: boolean;
  readonly data: JsonObject;
  readonly reference: PushedReference | null;
  /** Another page or run has an intent of it that is not settled. */
  readonly isInDoubt: boolean;
  /** It goes back and forth, and is left alone until a person releases it; left out: it does not. */
  readonly isQuarantined?: boolean;
}

export interface PushRules {
  /** Of the record as it is here; of a job that goes both ways: of what the provider would be sent of it. */
  readonly filter: CompiledFilter;
  /** Why its record type does not take it; undefined: it does. */
  readonly check: (data: JsonObject) => Problem | undefined;
  readonly map: CompiledOutMapping;
  readonly policy: WritePolicy;
  readonly deletePolicy: DeletePolicy;
  readonly abilities: Pick<WriteAbilities, 'checksVersion'>;
  readonly precautions: Precautions;
  /** Of a job that goes both ways. */
  readonly twoWay?: TwoWayPush | undefined;
}

export interface TwoWayPush {
  readonly join: JoinRules;
  readonly mappingRevision: number;
}

/** What is sent of a record. */
export interface PlannedWrite {
  readonly kind: WriteKind;
  readonly externalId: string | null;
  readonly data: JsonObject;
  readonly sent: JsonObject;
  readonly version: Version | null;
  /** Of a job that goes both ways: what is agreed on once the provider has taken it. */
  readonly agreed?: Agreement;
  /** Where the record is compared before it is written: what both sides agree on until then. */
  readonly decidedOn?: Agreement;
}

export type PushDecision =
  | { readonly kind: 'send'; readonly write: PlannedWrite }
  /**
   * `conflicted`: it is gone at the provider and changed here, may be one of the provider's, or goes back and forth. `parked`: too many would be deleted at once. `planned`: the
   * plan that is followed does not foresee it.
   */
  | {
      readonly kind: 'leave';
      readonly outcome: Extract<
        Outcome,
        'unchanged' | 'excluded' | 'in_doubt' | 'conflicted' | 'parked' | 'planned'
      >;
    }
  | { readonly kind: 'fail'; readonly outcome: 'rejected'; readonly problem: Problem };

/** What is to be done about one record. Nothing of one that cannot be sent as a whole is sent. */
export function decidePush(record: PushedRecord, rules: PushRules): PushDecision {
  if (record.isInDoubt) return leave('in_doubt');
  if (record.isQuarantined === true) return leave('conflicted');
  // Of what is outside of the filter on either side, the other side is told nothing.
  if (record.reference?.agreement?.isOutside === true) return leave('excluded');
  return record.isActive ? decideActive(record, rules) : decideInactive(record, rules);
}

function decideInactive({ reference, data }: PushedRecord, rules: PushRules): PushDecision {
  const { deletePolicy, twoWay, precautions, filter } = rules;
  if (reference === null || reference.isInactive) return leave('unchanged');
  const { agreement } = reference;
  if (agreement?.contested.includes(WHOLE) === true) return leave('conflicted');
  if (deletePolicy === 'ignore') return leave('excluded');
  if (twoWay !== undefined && !filter(data)) return leave('excluded');
  const { externalId, version } = reference;
  const write = { kind: deletePolicy, externalId, data: {}, sent: {}, version };
  if (twoWay === undefined || !precautions.compares) return send(write);
  return send({ ...write, decidedOn: agreement ?? agreedAsRead(twoWay.mappingRevision, data) });
}

function decideActive(record: PushedRecord, rules: PushRules): PushDecision {
  const { data, reference } = record;
  if (!rules.filter(data)) return leave('excluded');
  // What was deleted at the provider is not made there anew because it was edited here.
  if (reference?.isInactive === true) return leave('conflicted');
  if (rules.policy === (reference === null ? 'update_only' : 'create_only')) return leave('excluded');
  const problem = rules.check(data);
  if (problem !== undefined) return reject(problem);
  try {
    return decideWrite(rules.map(data), record, rules);
  } catch (error) {
    if (error instanceof SyncError) return reject(describeProblem(error));
    throw error;
  }
}

function decideWrite(mapped: JsonObject, record: PushedRecord, rules: PushRules): PushDecision {
  const { reference, data: local } = record;
  const { twoWay } = rules;
  if (reference === null) {
    const write = { kind: 'create', externalId: null, data: mapped, sent: mapped, version: null } as const;
    return send(
      twoWay ? { ...write, agreed: agreedOnceCreated(twoWay.mappingRevision, local, twoWay.join) } : write,
    );
  }
  if (twoWay !== undefined) return decideTwoWay(record, reference, { ...rules, twoWay });
  const { sent, externalId, version } = reference;
  if (sent !== null && canonicalText(sent) === canonicalText(mapped)) return leave('unchanged');
  const data = CHANGES_OF[rules.precautions.update](sent, mapped);
  return send({ kind: 'update', externalId, data, sent: mapped, version });
}

function decideTwoWay(
  { data: local }: PushedRecord,
  { agreement, externalId, version }: PushedReference,
  { map, twoWay, abilities, precautions }: PushRules & { readonly twoWay: TwoWayPush },
): PushDecision {
  const changes = CHANGES_OF[precautions.update];
  const planned = agreement && planUpdate(agreement, local, { map, rules: twoWay.join, changes });
  if (!planned) return leave(agreement?.contested.length ? 'conflicted' : 'unchanged');
  // It is written only over what was read: the next reading says which version that is.
  if (version === null && abilities.checksVersion) return leave('conflicted');
  const decidedOn = precautions.compares ? { decidedOn: agreement } : {};
  return send({ kind: 'update', externalId, version, ...planned, ...decidedOn });
}

function send(write: PlannedWrite): PushDecision {
  return { kind: 'send', write };
}

function leave(outcome: Extract<PushDecision, { readonly kind: 'leave' }>['outcome']): PushDecision {
  return { kind: 'leave', outcome };
}

function reject(problem: Problem): PushDecision {
  return { kind: 'fail', outcome: 'rejected', problem };
}
