import type { JsonObject, JsonValue } from '../json.js';
import { holds } from '../push/changed-fields.js';
import { CLOCKS_APART_MS } from '../push/decide-settling.js';
import type { IntentState } from '../push/push-intent.js';

/** A write that is being made, or whose answer is lost or not applied yet. */
export interface OpenWrite {
  readonly state: Exclude<IntentState, 'planned' | 'applied'>;
  /** What it changes or deletes; null: it creates. */
  readonly referenceId: string | null;
  /** Of what it has created; null where the answer is not known. */
  readonly externalId: string | null;
  /** In the provider's shape. */
  readonly sent: JsonObject;
  /** In the shape of the record here; null: not known. */
  readonly local: JsonObject | null;
  /** ISO 8601. */
  readonly sentAt: string | null;
}

/** What was read of a record that would be written here because of that. */
export interface OpenReading {
  /** Undefined: there is no record of it here. */
  readonly referenceId: string | undefined;
  readonly externalId: string | null;
  /** As the provider gave it. */
  readonly remote: JsonValue;
  readonly mapped: JsonObject;
  readonly modifiedAt: string | null;
  /** Whether it came with a listing, which may hold more than can be read anew one by one. */
  readonly isListed: boolean;
}

/**
 * `wait`: what was read may be what a write of ours has made of the record, which will be known in a moment: it is read anew then. `leave`: the same, but it is not
 * known when. `apply`: it has nothing to do with a write.
 */
export type Awaiting = 'apply' | 'wait' | 'leave';

/**
 * What becomes of a reading while the answers to writes of ours are on their way: a notice of the provider often comes before the answer to the call that caused it.
 * Without the answer our own write cannot be told from a change there, nor what we are creating from a new record.
 *
 * @param triesAgain whether the record can be read anew in the same run
 */
export function awaitWrite(
  reading: OpenReading,
  writes: readonly OpenWrite[],
  triesAgain: boolean,
): Awaiting {
  const ours = writes.map((write) => ({ likeness: likenessOf(reading, write), write }));
  const waits = ours.some(({ likeness, write }) => likeness !== 'none' && isSoonKnown(write));
  if (triesAgain && waits) return 'wait';
  return ours.some(({ likeness }) => likeness === 'likely') ? 'leave' : 'apply';
}

/** Whether the record may be what the write makes of it. */
function likenessOf(reading: OpenReading, write: OpenWrite): 'none' | 'possible' | 'likely' {
  const { referenceId } = reading;
  if (referenceId !== undefined)
    return write.referenceId === referenceId && isSoonKnown(write) ? 'likely' : 'none';
  if (write.referenceId !== null) return 'none';
  if (write.externalId !== null) return write.externalId === reading.externalId ? 'likely' : 'none';
  if (isAlike(reading, write)) return 'likely';
  // The provider may make something else of what it is sent: what is as new as a call that is under way may be its own.
  return write.state === 'sent' && isAsNew(reading, write) ? 'possible' : 'none';
}

/** What a person has to settle may stay open for days. */
function isSoonKnown({ state }: OpenWrite): boolean {
  return state !== 'uncertain';
}

function isAsNew({ modifiedAt, isListed }: OpenReading, { sentAt }: OpenWrite): boolean {
  if (modifiedAt === null) return !isListed;
  return sentAt === null || Date.parse(modifiedAt) >= Date.parse(sentAt) - CLOCKS_APART_MS;
}

/** Many providers take a record in another shape than the one in which they tell of it: then it is compared as it is here. */
function isAlike({ remote, mapped }: OpenReading, { sent, local }: OpenWrite): boolean {
  return holds(remote, sent) || (local !== null && Object.keys(local).length > 0 && holds(mapped, local));
}
