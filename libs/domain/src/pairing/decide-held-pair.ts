import { SyncError } from '../errors/sync-error.js';
import { decidePairing, type PairedRecord } from './decide-pairing.js';
import type { Pairing } from './pairing.js';

/** Why a record is held; undefined: it is not. */
export type HeldFor = 'ambiguous' | 'late' | 'moved' | 'decided';

export function heldFor({ side, isLate, decided, counts }: PairedRecord): HeldFor | undefined {
  if (decided !== null) return 'decided';
  if (isLate) return 'late';
  const verdict = decidePairing(side, counts);
  if (verdict === 'pair') return 'moved';
  return verdict === 'ambiguous' ? 'ambiguous' : undefined;
}

/** What a person says: with both ids they are one, with one of them it is one with none of the other side. */
export interface HeldPairDecision {
  readonly recordId: string | null;
  readonly externalId: string | null;
}

type Decided = Pick<PairedRecord, 'side' | 'id' | 'decided' | 'partner'>;

/** What is kept of it, of each record that was named. Throws `request.invalid` and `request.wrong_state`. */
export function decideHeldPair(
  { recordId, externalId }: HeldPairDecision,
  pairing: Pairing | undefined,
): readonly Decided[] {
  if (recordId === null && externalId === null)
    throw new SyncError(
      'request.invalid',
      'recordId: name a record of the store, one of the provider, or both',
    );
  if (pairing?.state !== 'carried_out')
    throw new SyncError(
      'request.wrong_state',
      'It was not carried out yet which records of both sides are one: approve the plan of its run first',
    );
  const decided = recordId === null || externalId === null ? 'apart' : 'pair';
  const here =
    recordId === null ? [] : [{ side: 'here', id: recordId, decided, partner: externalId } as const];
  const there =
    externalId === null ? [] : [{ side: 'there', id: externalId, decided, partner: recordId } as const];
  return [...here, ...there];
}
