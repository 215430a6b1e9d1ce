import {
  decideLate,
  decidePaired,
  LEFT,
  planInForce,
  type JsonObject,
  type PairedRecord,
  type PairingDecision,
  type PlanId,
  type RecordWrite,
} from '@evenkeel/domain';
import { openSeveral } from '@evenkeel/operations';
import type { PairAttachment, Transaction } from '@evenkeel/ports';
import type { Mode } from '../modes/mode.js';
import type { ApplyContext } from '../pages/apply-contexts.js';
import { dataOf, type ArrivalPairing } from '../pages/arrival-pairing.js';
import type { DecidedGroup, IdentifiedGroup } from '../pages/page-group.js';
import { nameRecords } from './identify.js';

/** Inputs of which those are known by now that are one with a record here, and external ids of those of which a person has to say it. */
export interface PairedArrivals {
  readonly group: IdentifiedGroup;
  readonly held: ReadonlySet<string>;
}

interface Arrival {
  readonly externalId: string;
  readonly key: string | null;
  readonly known: PairedRecord | undefined;
  readonly decided: PairingDecision;
}

const NONE: ReadonlySet<string> = new Set();

/**
 * Of a job that says which records of both sides are one: what has no reference and is one with a record here, as a person approved, gets a reference of that. Nothing is
 * agreed on of it, so that neither side is written over. What may be one and was not approved is held.
 */
export async function pairArrivals(
  tx: Transaction,
  context: ApplyContext,
  group: IdentifiedGroup,
  { writes }: Pick<Mode, 'writes'>,
): Promise<PairedArrivals> {
  const { pairing, jobId, references: set } = context;
  const fresh = pairing === undefined || !writes ? [] : newWrites(group);
  if (pairing === undefined || fresh.length === 0) return { group, held: NONE };
  const pairingOfJob = await tx.pairings.find(jobId);
  const planId = planInForce(pairingOfJob);
  if (planId === undefined) return { group, held: NONE };
  const arrivals = await decideArrivals(tx, { planId, pairing }, fresh);
  const attachments = await findAttachable(tx, context, { pairing, arrivals });
  await tx.pairings.attach(set, attachments, pairing.mappingRevision);
  await openSeveral(
    tx,
    attachments.map(({ recordId }) => recordId),
  );
  const attached = new Set(attachments.map(({ externalId }) => externalId));
  const left = arrivals.filter(
    ({ externalId, decided }) => decided.kind !== 'free' && !attached.has(externalId),
  );
  await tx.pairings.addLate(
    planId,
    left
      .filter(({ known }) => known === undefined)
      .map(({ externalId: id, key }) => ({ side: 'there', id, key })),
  );
  // While it is carried out each record is decided by what the plan knew, in whatever order they come.
  if (pairingOfJob?.state === 'carried_out' && attached.size > 0) await tx.pairings.forgetPaired(planId, set);
  const held = new Set(left.map(({ externalId }) => externalId));
  return { group: attached.size === 0 ? group : await identifyAgain(tx, context, { group, attached }), held };
}

/** What is held is not created here. */
export function leaveHeld(group: DecidedGroup, held: ReadonlySet<string>): DecidedGroup {
  if (held.size === 0) return group;
  const inputs = group.inputs.map((input) => {
    const { decision } = input;
    const isHeld = decision.kind === 'create_record' && held.has(decision.write.externalId);
    return isHeld ? { ...input, decision: LEFT.conflicted } : input;
  });
  return { ...group, inputs };
}

/** Of a job that only writes nothing of what is listed is written here. */
export function leaveListed(group: DecidedGroup, { reads }: Pick<ApplyContext, 'reads'>): DecidedGroup {
  if (reads) return group;
  return { ...group, inputs: group.inputs.map((input) => ({ ...input, decision: LEFT.excluded })) };
}

/** By external id, the last that is said of each. */
function newWrites({ inputs }: IdentifiedGroup): readonly RecordWrite[] {
  const fresh = new Map<string, RecordWrite>();
  for (const { prepared, known } of inputs)
    if (prepared.kind === 'ready' && known.reference === undefined)
      fresh.set(prepared.write.externalId, prepared.write);
  return [...fresh.values()];
}

async function decideArrivals(
  tx: Transaction,
  { planId, pairing }: { readonly planId: PlanId; readonly pairing: ArrivalPairing },
  writes: readonly RecordWrite[],
): Promise<readonly Arrival[]> {
  const keyed = writes.map((write) => ({ externalId: write.externalId, key: pairing.keyOf(dataOf(write)) }));
  const known = await tx.pairings.ofIds(
    planId,
    'there',
    keyed.map(({ externalId }) => externalId),
  );
  const holders = await tx.pairings.holders(
    planId,
    keyed.flatMap(({ key }) => key ?? []),
  );
  return keyed.map(({ externalId, key }) => {
    const counts = key === null ? undefined : holders.get(key)?.counts;
    const record = known.get(externalId);
    const decided =
      record === undefined ? decideLate('there', counts) : decidePaired(record, { key, counts });
    return { externalId, key, known: record, decided };
  });
}

/** Those whose record here is still free and known by the same; a record here is one with one of the provider at most. */
async function findAttachable(
  tx: Transaction,
  { references: set }: ApplyContext,
  { pairing, arrivals }: { readonly pairing: ArrivalPairing; readonly arrivals: readonly Arrival[] },
): Promise<readonly PairAttachment[]> {
  const wanted = arrivals.flatMap((arrival) =>
    arrival.decided.kind === 'pair' ? [{ arrival, recordId: arrival.decided.id }] : [],
  );
  const free = await tx.pairings.lockFree(
    set,
    wanted.map(({ recordId }) => recordId),
  );
  const taken = new Set<string>();
  return wanted.flatMap(({ arrival, recordId }) => {
    const data = free.get(recordId);
    if (data === undefined || taken.has(recordId) || !isStillOne(arrival, data, pairing)) return [];
    taken.add(recordId);
    return [{ recordId, externalId: arrival.externalId }];
  });
}

/** What a person said of two records stands, whatever they are known by. */
function isStillOne({ known, key }: Arrival, data: JsonObject, { keyHere }: ArrivalPairing): boolean {
  return known?.decided === 'pair' || keyHere(data) === key;
}

async function identifyAgain(
  tx: Transaction,
  { references: set }: ApplyContext,
  { group, attached }: { readonly group: IdentifiedGroup; readonly attached: ReadonlySet<string> },
): Promise<IdentifiedGroup> {
  const references = new Map(group.references);
  for (const found of await tx.references.lock(set, [...attached])) references.set(found.externalId, found);
  return { ...group, references, inputs: nameRecords(group.inputs, references) };
}
