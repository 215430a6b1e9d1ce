import { describeProblem, SyncError } from '../errors/sync-error.js';
import { isJsonObject } from '../json.js';
import type { SourceRecord } from '../page/source-record.js';
import { holds } from './changed-fields.js';
import type { FinalResult, PushIntent } from './push-intent.js';
import type { WriteAbilities } from './write-operation.js';

/** How far clocks of the provider and of the database may be apart, in milliseconds. */
export const CLOCKS_APART_MS = 60_000;
/** Between two look-ups of which both have to find nothing. */
const BETWEEN_ABSENCES_MS = 1_000;
/** How long one is looked for whose absence never counts. */
const LOOKED_FOR_MS = 60_000;

/** How it is found out what became of an intent that was sent and whose answer is not known. */
export type Settling =
  /** The whole call once more, byte for byte: the provider answers it as it did the first time. */
  | { readonly kind: 'repeat' }
  | { readonly kind: 'poll'; readonly token: string }
  /** What was to be created, as the provider finds it. */
  | { readonly kind: 'look_up' }
  /** What was to be changed or deleted, by its id. */
  | { readonly kind: 'read'; readonly externalId: string }
  /** It may not be found yet although it is there. */
  | { readonly kind: 'wait' }
  /** A person has to say. */
  | { readonly kind: 'uncertain' };

export interface SettlingFacts {
  readonly abilities: WriteAbilities;
  /** Whether records of the stream are read by their ids. */
  readonly readsOne: boolean;
  readonly now: Date;
  /**
   * So long after it was marked as sent, a call whose sender has not told its end may still be made or under way: its process may stand still
   * meanwhile, and others hold its work by then.
   */
  readonly longestCallMs: number;
}

type Doubted = Pick<PushIntent, 'operation' | 'sentAt' | 'answeredAt' | 'absentAt' | 'result'>;

export function decideSettling(intent: Doubted, { abilities, readsOne, now }: SettlingFacts): Settling {
  const { result, operation, sentAt, answeredAt } = intent;
  if (result?.kind === 'accepted') return { kind: 'poll', token: result.token };
  const ageMs = now.getTime() - (sentAt ?? now).getTime();
  if (isKeyHeld(abilities, ageMs)) return { kind: 'repeat' };
  if (operation.externalId !== null)
    return readsOne ? { kind: 'read', externalId: operation.externalId } : { kind: 'uncertain' };
  const { lookUp } = abilities;
  if (lookUp === null) return { kind: 'uncertain' };
  // It may have been under way at the provider until its answer was given up.
  const lostMs = now.getTime() - (answeredAt ?? sentAt ?? now).getTime();
  // What is there may be found before absence says anything; but a look-up that may prove nothing is not made again and again.
  return lostMs < (lookUp.settlesAfterMs ?? 0) ? { kind: 'wait' } : { kind: 'look_up' };
}

/** Whether it can be found out of each write of a stream what became of it, whatever was lost: no person has to say. */
export function isToldLater({ keyLifetimeSeconds, lookUp }: WriteAbilities, readsOne: boolean): boolean {
  return keyLifetimeSeconds !== null || (lookUp?.settlesAfterMs != null && readsOne);
}

function isKeyHeld({ keyLifetimeSeconds }: WriteAbilities, ageMs: number): boolean {
  return keyLifetimeSeconds !== null && ageMs < keyLifetimeSeconds * 1000 - CLOCKS_APART_MS;
}

/** What a look-up or a reading says. */
export type Settled =
  | { readonly kind: 'answered'; readonly result: FinalResult }
  /** Nothing was found; it counts once that is found again. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'wait' }
  | { readonly kind: 'uncertain' };

/**
 * What `found` says of a creation; undefined: nothing was found. By a field of the record a stranger's may be found: it is ours only where it is
 * not older than the intent and holds what was sent.
 */
export function settleCreate(
  intent: Pick<PushIntent, 'operation' | 'sent' | 'sentAt' | 'answeredAt' | 'absentAt'>,
  found: SourceRecord | undefined,
  { abilities: { lookUp }, now, longestCallMs }: SettlingFacts,
): Settled {
  const { operation, sent, sentAt, absentAt } = intent;
  if (found?.externalId != null && found.gone === undefined) {
    const isOurs = lookUp?.by === 'key' || (isNewer(found, sentAt) && holds(found.data ?? undefined, sent));
    return isOurs ? { kind: 'answered', result: written(found, found.externalId) } : { kind: 'uncertain' };
  }
  if (lookUp?.settlesAfterMs == null) return isYoung(sentAt, now) ? { kind: 'wait' } : { kind: 'uncertain' };
  if (mayBeUnderWay(intent, { now, longestCallMs })) return { kind: 'wait' };
  if (absentAt === null) return { kind: 'absent' };
  if (now.getTime() - absentAt.getTime() < BETWEEN_ABSENCES_MS) return { kind: 'wait' };
  return { kind: 'answered', result: notTaken(operation.kind) };
}

/** What the provider's record says of a change or a deletion of it; undefined: it has none of this id. */
export function settleChange(
  intent: Pick<PushIntent, 'operation' | 'sent' | 'sentAt' | 'answeredAt'>,
  found: SourceRecord | undefined,
  facts: Pick<SettlingFacts, 'now' | 'longestCallMs'>,
): Settled {
  const { operation, sent } = intent;
  const { kind, externalId } = operation;
  if (found === undefined || found.gone !== undefined) return { kind: 'answered', result: { kind: 'gone' } };
  const isTaken = kind === 'update' && holds(found.data ?? undefined, sent);
  if (isTaken) return { kind: 'answered', result: written(found, externalId ?? found.externalId ?? '') };
  // One that is not taken is sent anew by the next run, made of what is here and there by then.
  return mayBeUnderWay(intent, facts) ? { kind: 'wait' } : { kind: 'answered', result: notTaken(kind) };
}

/** Its sender has told no end of the call, and may still make it. */
function mayBeUnderWay(
  { sentAt, answeredAt }: Pick<PushIntent, 'sentAt' | 'answeredAt'>,
  { now, longestCallMs }: Pick<SettlingFacts, 'now' | 'longestCallMs'>,
): boolean {
  return answeredAt === null && sentAt !== null && now.getTime() - sentAt.getTime() < longestCallMs;
}

/** What is not found at once may still be, also where that proves nothing. */
function isYoung(sentAt: Date | null, now: Date): boolean {
  return sentAt !== null && now.getTime() - sentAt.getTime() < LOOKED_FOR_MS;
}

function isNewer({ modifiedAt }: SourceRecord, sentAt: Date | null): boolean {
  if (modifiedAt === null || sentAt === null) return false;
  return Date.parse(modifiedAt) >= sentAt.getTime() - CLOCKS_APART_MS;
}

function written({ version, modifiedAt, data }: SourceRecord, externalId: string): FinalResult {
  return { kind: 'written', externalId, version, modifiedAt, record: isJsonObject(data) ? data : null };
}

function notTaken(kind: PushIntent['operation']['kind']): FinalResult {
  const message = `The ${kind} was looked up, and the provider has not taken it`;
  const problem = describeProblem(new SyncError('provider.write_not_taken', message));
  return { kind: 'failed', isApplied: 'no', problem };
}
