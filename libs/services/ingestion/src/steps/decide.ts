import {
  decideChanges,
  differsFromStored,
  groupWrites,
  isListing,
  leftBySaid,
  saysOtherwise,
  triesAgain,
  type DecidedInput,
  type ReferenceState,
  type WriteRules,
} from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import type { Mode } from '../modes/mode.js';
import type { ApplyContext } from '../pages/apply-contexts.js';
import type { ListedRecords } from '../pages/listed-records.js';
import type { SaidRecords } from '../pages/said-records.js';
import type { DecidedGroup, IdentifiedGroup } from '../pages/page-group.js';
import { findAdoptable } from './adopt.js';
import { findParked } from './park.js';
import { findRejoined } from './find-rejoined.js';
import { nameRecords } from './identify.js';
import { mayInactivate } from './inactivate-gone.js';
import { findUnread } from './unread-records.js';

/** What earlier pages of a listing have to do with an entry. */
interface Earlier extends Pick<Deciding, 'listed' | 'said'> {
  readonly digest: (text: string) => string;
}

interface Deciding extends Pick<Mode, 'permits' | 'writes'> {
  /** What earlier pages of a listing have named. */
  readonly listed: ListedRecords;
  /** What they have said and not written. */
  readonly said: SaidRecords;
}

/** Inputs as they were identified, the rules by which they were decided, and how. */
interface Settled {
  readonly identified: IdentifiedGroup;
  readonly rules: WriteRules;
  readonly decided: DecidedGroup;
}

/** Decides every input; whatever will be written is locked and decided again. */
export async function decide(
  tx: Transaction,
  context: ApplyContext,
  group: IdentifiedGroup,
  { permits, writes, listed, said }: Deciding,
): Promise<DecidedGroup> {
  const { writePolicy: policy, trustsVersions } = context;
  const rules: WriteRules = {
    policy,
    trustsVersions,
    unread: await findUnread(tx, context, group.inputs),
    permits,
    waitsFor: await findParked(tx, context, group),
    triesAgain: triesAgain(group.chunk),
    rejoins: writes ? await findRejoined(tx, context, group) : undefined,
    wasListed: isListing(group.chunk.slice) ? () => false : undefined,
  };
  const locked = await lockAndDecide(tx, context, group, rules);
  const single = await setTwinsAside(tx, locked, { listed, said, digest: context.digest });
  const adopted = await adoptOlder(tx, context, single);
  return writes ? heedCeiling(tx, context, adopted) : adopted.decided;
}

async function lockAndDecide(
  tx: Transaction,
  { references: set }: Pick<ApplyContext, 'references'>,
  group: IdentifiedGroup,
  rules: WriteRules,
): Promise<Settled> {
  const proposed = decideChanges(group.inputs, rules);
  const toLock = group.isLocked ? [] : idsToLock(proposed);
  if (toLock.length === 0) return { identified: group, rules, decided: { ...group, inputs: proposed } };
  await tx.recordWrites.waitBriefly();
  const references = new Map(group.references);
  for (const locked of await tx.references.lock(set, toLock)) references.set(locked.externalId, locked);
  const identified = { ...group, references, inputs: nameRecords(group.inputs, references) };
  return decideAgain(identified, rules);
}

function decideAgain(identified: IdentifiedGroup, rules: WriteRules): Settled {
  return { identified, rules, decided: { ...identified, inputs: decideChanges(identified.inputs, rules) } };
}

/** Entries of a listing whose id an earlier page has given to another one. */
async function setTwinsAside(
  tx: Transaction,
  settled: Settled,
  { listed, said, digest }: Earlier,
): Promise<Settled> {
  const { identified, rules, decided } = settled;
  const { chunk } = identified;
  if (!isListing(chunk.slice)) return settled;
  // Under the locks: an earlier page that wrote one of these is committed.
  const differing = identified.inputs.filter(differsFromStored).map(({ known }) => known.reference!.id);
  const isUnwritten = leavesUnwritten(decided);
  if (differing.length === 0 && !isUnwritten) return settled;
  const named = await listed.among(tx, chunk, differing);
  const wasListed = ({ id }: ReferenceState) => named.has(id);
  if (isUnwritten) {
    const before = await said.of(tx, chunk);
    const saidOtherwise = saysOtherwise(before, wasListed, digest);
    const leftBefore = chunk.plan?.role === 'make' ? leftBySaid(before, digest) : undefined;
    return decideAgain(identified, { ...rules, saidOtherwise, leftBefore });
  }
  return named.size === 0 ? settled : decideAgain(identified, { ...rules, wasListed });
}

/** Whether pages of this listing say things that they do not write: for a plan, or of an inventory that wants details. */
function leavesUnwritten({ chunk, inputs }: Pick<DecidedGroup, 'chunk' | 'inputs'>): boolean {
  if (chunk.plan) return true;
  if (!inputs.some(({ prepared }) => prepared.kind === 'listed')) return false;
  // What is left to be read counts as listed only.
  return chunk.listed !== chunk.fetched || inputs.some(({ decision }) => decision.outcome === 'planned');
}

/** What is older by what the provider says, and counts all the same. */
async function adoptOlder(tx: Transaction, context: ApplyContext, settled: Settled): Promise<Settled> {
  const adoptable = await findAdoptable(tx, context, settled.decided);
  if (adoptable.size === 0) return settled;
  const adopts = (externalId: string) => adoptable.has(externalId);
  return lockAndDecide(tx, context, settled.identified, { ...settled.rules, adopts });
}

/** Records that are gone wait for a person where there would be too many. */
async function heedCeiling(
  tx: Transaction,
  context: ApplyContext,
  { identified, rules, decided }: Settled,
): Promise<DecidedGroup> {
  const due = countGone(decided.inputs);
  if (due === 0 || (await mayInactivate(tx, context, due))) return decided;
  return decideAgain(identified, { ...rules, parksGone: true }).decided;
}

/** External ids of the references that would be written; what is created is not there to be locked. */
function idsToLock(inputs: readonly DecidedInput[]): readonly string[] {
  const ids = new Set<string>();
  for (const { known, decision } of inputs) {
    const isChanged = 'write' in decision || decision.kind === 'inactivate';
    if (isChanged && known.reference !== undefined) ids.add(known.reference.externalId);
  }
  return [...ids];
}

/** How many records that were here are to be inactivated. */
function countGone(inputs: readonly DecidedInput[]): number {
  if (!inputs.some(({ decision }) => decision.kind === 'inactivate')) return 0;
  const gone = [...groupWrites(inputs).inactivations.values()];
  return gone.filter(({ reference }) => reference !== undefined).length;
}
