import { isInactive } from '../inactivation/decide-inactivations.js';
import type { Problem } from '../errors/sync-error.js';
import { NO_OUTCOMES, type Outcome } from '../receipt/outcome.js';
import type { WritePolicy } from '../job/job.js';
import type { InputCounts } from '../receipt/receipt.js';
import type { PreparedRecord } from '../record/prepare-record.js';
import type { RecordUpdate, RecordWrite, ReferenceState } from '../record/reference.js';

export interface PreparedPage {
  readonly pageNo: number;
  readonly records: readonly PreparedRecord[];
}

/** Which reference an input belongs to: one there is, the n-th of those to be created, or none. */
export type ReferenceTarget =
  | { readonly kind: 'existing'; readonly referenceId: string }
  | { readonly kind: 'create'; readonly index: number }
  | { readonly kind: 'none' };

export interface PlannedInput {
  readonly externalId: string | null;
  readonly outcome: Outcome;
  readonly target: ReferenceTarget;
  readonly problem: Problem | null;
}

/** What is to be written for a group of pages, and what is said of each of their inputs. */
export interface PagePlan {
  readonly creates: readonly RecordWrite[];
  readonly updates: readonly RecordUpdate[];
  /** What did not change but has a newer version: only that is noted, so that a late reading of an older one stays out. */
  readonly sightings: readonly RecordUpdate[];
  /** One list a page, one entry an input, in their order. */
  readonly inputs: readonly (readonly PlannedInput[])[];
}

/** What is known of one external id while a group is planned. */
interface Known {
  contentHash: string;
  version: number | null;
  observedAt: string;
  inactive: boolean;
  readonly target: ReferenceTarget;
  readonly reference: ReferenceState | undefined;
}

export interface WriteRules {
  readonly policy?: WritePolicy;
  /** Whether an equal version says that a record is as it was: not while the mapping is another. */
  readonly trustsVersions?: boolean;
  /** Whether the plan that is followed foresees this write; what it does not is planned anew. */
  readonly permits?: (write: RecordWrite, reference: ReferenceState | undefined) => boolean;
}

/**
 * Decides every input of a group of pages against the references there are, in the order the provider gave them: an id
 * that comes twice is decided twice, the second time against what the first left.
 */
export function planPages(
  pages: readonly PreparedPage[],
  references: ReadonlyMap<string, ReferenceState>,
  { policy = 'upsert', trustsVersions = true, permits = () => true }: WriteRules = {},
): PagePlan {
  const known = new Map<string, Known>();
  const creates: RecordWrite[] = [];
  const updates = new Map<string, RecordUpdate>();
  const sightings = new Map<string, RecordUpdate>();

  const planWrite = (write: RecordWrite): PlannedInput => {
    const { externalId } = write;
    const before = known.get(externalId) ?? remembered(references.get(externalId));
    if (before === undefined && policy === 'update_only') {
      return { externalId, outcome: 'excluded', target: { kind: 'none' }, problem: null };
    }
    const stored = references.get(externalId);
    if (before === undefined && !permits(write, stored)) {
      return { externalId, outcome: 'planned', target: { kind: 'none' }, problem: null };
    }
    if (before === undefined) {
      const target = { kind: 'create', index: creates.push(write) - 1 } as const;
      known.set(externalId, { ...stateOf(write), target, reference: undefined });
      return { externalId, outcome: 'created', target, problem: null };
    }
    const outcome = compareWithStored(write, before);
    if (outcome === 'updated' && policy === 'create_only') {
      return { externalId, outcome: 'excluded', target: before.target, problem: null };
    }
    const isWritten = outcome === 'updated' || outcome === 'reactivated';
    if (isWritten && !permits(write, stored)) {
      return { externalId, outcome: 'planned', target: before.target, problem: null };
    }
    if (isWritten || (outcome === 'unchanged' && isNewerVersion(write, before))) {
      const { target, reference } = before;
      if (target.kind === 'create') creates[target.index] = write;
      if (reference !== undefined) {
        const written = isWritten || updates.has(externalId);
        (written ? updates : sightings).set(externalId, { ...write, reference });
        if (written) sightings.delete(externalId);
      }
      known.set(externalId, { ...before, ...stateOf(write) });
    }
    return { externalId, outcome, target: before.target, problem: null };
  };

  const inputs = pages.map((page) =>
    page.records.map((record): PlannedInput => {
      if (record.kind === 'ready') return planWrite(record.write);
      const target = targetOf(references.get(record.externalId ?? ''));
      const { externalId } = record;
      if (record.kind === 'listed') {
        const isSame = trustsVersions && isAsListed(record, references.get(record.externalId));
        return { externalId, outcome: isSame ? 'unchanged' : 'planned', problem: null, target };
      }
      if (record.kind === 'excluded') return { externalId, outcome: 'excluded', problem: null, target };
      const { outcome, problem } = record;
      return { externalId, outcome, problem, target };
    }),
  );
  return { creates, updates: [...updates.values()], sightings: [...sightings.values()], inputs };
}

/**
 * Compares an incoming record with what is stored. An older version never wins over a newer one; where versions do not
 * tell, an earlier observation never wins over a later one. What was gone is active again by whatever was seen after
 * that: a record that is made anew under its old id may count its versions anew.
 */
export function compareWithStored(
  incoming: Pick<RecordWrite, 'contentHash' | 'version' | 'observedAt'>,
  stored: Pick<ReferenceState, 'contentHash' | 'version' | 'observedAt' | 'inactive'>,
): 'updated' | 'unchanged' | 'superseded' | 'reactivated' {
  if (isInactive(stored)) return incoming.observedAt < stored.observedAt ? 'superseded' : 'reactivated';
  const versions = incoming.version !== null && stored.version !== null;
  if (versions && incoming.version < stored.version) return 'superseded';
  if (incoming.contentHash === stored.contentHash) return 'unchanged';
  if (isNewerVersion(incoming, stored)) return 'updated';
  return incoming.observedAt < stored.observedAt ? 'superseded' : 'updated';
}

/** An inventory says nothing of what a record holds: only an equal version of one that is here and active does. */
function isAsListed(
  { version }: { readonly version: number | null },
  stored: ReferenceState | undefined,
): boolean {
  return stored !== undefined && !stored.inactive && version !== null && version === stored.version;
}

function isNewerVersion(
  incoming: Pick<RecordWrite, 'version'>,
  stored: Pick<ReferenceState, 'version'>,
): boolean {
  return incoming.version !== null && stored.version !== null && incoming.version > stored.version;
}

function stateOf({
  contentHash,
  version,
  observedAt,
}: RecordWrite): Pick<Known, 'contentHash' | 'version' | 'observedAt' | 'inactive'> {
  return { contentHash, version, observedAt, inactive: false };
}

function remembered(reference: ReferenceState | undefined): Known | undefined {
  return (
    reference && {
      ...reference,
      inactive: isInactive(reference),
      target: targetOf(reference),
      reference,
    }
  );
}

function targetOf(reference: ReferenceState | undefined): ReferenceTarget {
  return reference === undefined ? { kind: 'none' } : { kind: 'existing', referenceId: reference.id };
}

/** The counts of one page's inputs. */
export function countInputs(
  inputs: readonly Pick<PlannedInput, 'outcome'>[],
): Pick<InputCounts, 'fetched' | 'outcomes'> {
  const outcomes: Record<Outcome, number> = { ...NO_OUTCOMES };
  for (const { outcome } of inputs) outcomes[outcome] += 1;
  return { fetched: inputs.length, outcomes };
}
