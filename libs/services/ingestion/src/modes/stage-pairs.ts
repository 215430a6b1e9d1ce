import {
  CHANGES_KEPT,
  contestedFields,
  diffFields,
  SyncError,
  type JsonObject,
  type PlanId,
  type RecordWrite,
  type SensitiveFields,
} from '@evenkeel/domain';
import type { KeyHolders, PlanChange, Transaction } from '@evenkeel/ports';
import type { ApplyContext } from '../pages/apply-contexts.js';
import { dataOf, type ArrivalPairing } from '../pages/arrival-pairing.js';
import type { DecidedGroup, Input } from '../pages/page-group.js';

/** So that what would be created at the provider is told, too: that is looked at after the listing. */
const LISTED_CHANGES = CHANGES_KEPT / 2;

interface Arrival {
  readonly write: RecordWrite;
  readonly data: JsonObject;
  readonly key: string | null;
  /** Of the record here that has its key; undefined: none has. */
  readonly here: { readonly recordId: string; readonly data: JsonObject } | undefined;
}

/** Keeps what the provider's records are known by that no reference is known of, with what they would be; gives the other inputs. */
export async function stagePairs(
  tx: Transaction,
  { pairing, sensitive }: Pick<ApplyContext, 'pairing' | 'sensitive'>,
  { planId, group }: { readonly planId: PlanId; readonly group: DecidedGroup },
): Promise<DecidedGroup> {
  const isNew = ({ decision, source }: Input) => decision.kind === 'create_record' && source.overlap !== true;
  const fresh = group.inputs.filter(isNew);
  if (pairing === undefined || fresh.length === 0) return group;
  const arrivals = await findHere(tx, { planId, pairing }, fresh);
  await tx.pairings.stage(
    planId,
    arrivals.map(({ write: { externalId: id }, key, here, data }) => {
      const differs = here !== undefined && contestedFields(here.data, data, pairing.rules).length > 0;
      return { side: 'there', id, key, differs };
    }),
  );
  const room = LISTED_CHANGES - (await tx.plans.countChanges(planId, LISTED_CHANGES));
  const changes = arrivals.flatMap((arrival) => describe(arrival, pairing, sensitive.fields));
  await tx.plans.addChanges(planId, changes.slice(0, Math.max(0, room)));
  return { ...group, inputs: group.inputs.filter((input) => !isNew(input)) };
}

async function findHere(
  tx: Transaction,
  { planId, pairing }: { readonly planId: PlanId; readonly pairing: ArrivalPairing },
  inputs: readonly Input[],
): Promise<readonly Arrival[]> {
  const keyed = inputs.flatMap(({ decision }) => {
    if (decision.kind !== 'create_record') return [];
    const data = dataOf(decision.write);
    return [{ write: decision.write, data, key: pairing.keyOf(data) }];
  });
  const keys = keyed.flatMap(({ key }) => key ?? []);
  const holders: ReadonlyMap<string, KeyHolders> = await tx.pairings.holders(planId, keys);
  const recordIdOf = (key: string | null) => (key === null ? null : (holders.get(key)?.recordId ?? null));
  const known = await tx.records.dataOf([...new Set(keyed.flatMap(({ key }) => recordIdOf(key) ?? []))]);
  return keyed.map((one) => {
    const recordId = recordIdOf(one.key);
    const data = recordId === null ? undefined : known.get(recordId);
    if (recordId === null || data === undefined) return { ...one, here: undefined };
    return { ...one, here: { recordId, data: comparedOf(data, pairing) } };
  });
}

/** What cannot be sent is compared with nothing. */
function comparedOf(here: JsonObject, { compared }: ArrivalPairing): JsonObject {
  try {
    return compared(here);
  } catch (error) {
    if (error instanceof SyncError) return {};
    throw error;
  }
}

/** Of a pair that holds the same on both sides nothing is to be told. */
function describe(
  { write: { externalId }, data, here }: Arrival,
  { rules, createsHere }: ArrivalPairing,
  sensitive: SensitiveFields,
): readonly PlanChange[] {
  // A job that only writes: what the provider's record would be.
  if (!createsHere && here === undefined) return [];
  const fields = createsHere
    ? diffFields(here?.data ?? {}, data, sensitive)
    : diffFields(data, { ...data, ...here?.data }, sensitive);
  if (here === undefined) return [{ externalId, bucket: 'new', fields, problem: null }];
  if (fields.length === 0) return [];
  const differs = contestedFields(here.data, data, rules).length > 0;
  const bucket = differs ? 'paired_differing' : 'paired';
  return [{ externalId, recordId: here.recordId, bucket, fields, problem: null }];
}
