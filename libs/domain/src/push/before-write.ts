import type { JsonObject } from '../json.js';
import { isJsonObject } from '../json.js';
import { SyncError } from '../errors/sync-error.js';
import type { SourceRecord } from '../page/source-record.js';
import type { Version } from '../record/version.js';
import { joinSides } from '../three-way/join-sides.js';
import { isWithin, placeText } from '../three-way/place.js';
import type { Choose, JoinRules, ReadSince } from '../three-way/sides.js';
import { isContested, type Agreement } from '../two-way/agreement.js';
import { baseToRestore } from '../two-way/restore-remote.js';
import { layOver } from './merge-patch.js';
import type { Precautions } from './precautions.js';
import type { FinalResult, PushIntent } from './push-intent.js';

/** How a record that is read beside a write is understood. */
export interface ReadingRules {
  /** The provider's record in the shape of the local one, without what never goes out. */
  readonly mapIn: (data: JsonObject) => JsonObject;
  /** A record of ours without what never goes out. */
  readonly clean: (record: JsonObject) => JsonObject;
  readonly join: JoinRules;
}

export interface BeforeWriteRules extends ReadingRules, Precautions {
  /** Whether what was not seen is written over: not by a job that reads the stream as well. */
  readonly writesOver: boolean;
}

export type BeforeWrite =
  /** `whole`: what is sent in place of the data of the intent. `version`: of the record that was read, or that it was decided on. */
  | { readonly kind: 'send'; readonly whole?: JsonObject; readonly version: Version | null }
  /** Nothing is sent: this is its answer. */
  | { readonly kind: 'answer'; readonly result: FinalResult };

type Intent = Pick<PushIntent, 'operation' | 'decidedOn'>;

/** What a reading of the provider's record just before a write means for it. `found`: undefined where there is none. */
export function decideBeforeWrite(
  { operation, decidedOn }: Intent,
  found: SourceRecord | undefined,
  rules: BeforeWriteRules,
): BeforeWrite {
  if (found === undefined || found.gone !== undefined) return answer({ kind: 'gone' });
  const { data, version } = found;
  if (!isJsonObject(data)) return answer({ kind: 'moved' });
  if (rules.compares && isMoved(operation, decidedOn, { found: { ...found, data }, rules }))
    return answer({ kind: 'moved' });
  if (operation.kind !== 'update' || rules.update !== 'laid_over')
    return { kind: 'send', version: operation.version };
  const whole = layOver(data, operation.data);
  if (rules.writesOver || rules.compares) return { kind: 'send', whole, version };
  // The provider checks the version that it was decided on: what is laid under must be of that one.
  const isOther = version !== null && version !== operation.version;
  return isOther ? answer({ kind: 'moved' }) : { kind: 'send', whole, version: operation.version };
}

interface Compared {
  readonly found: SourceRecord & { readonly data: JsonObject };
  readonly rules: ReadingRules;
}

/** Whether the provider's record is another one than the write was decided on. What waits for a decision is not sent, so that it may be any. */
function isMoved(
  { version }: Pick<PushIntent['operation'], 'version'>,
  decidedOn: Agreement | undefined,
  { found, rules: { mapIn, clean, join } }: Compared,
): boolean {
  const known = version === null || found.version === null ? undefined : version === found.version;
  if (known === true) return false;
  const remote = mappedOr(mapIn, found.data);
  if (decidedOn === undefined || remote === undefined) return true;
  const whole = baseToRestore(decidedOn, join.lists);
  const base = { ...whole, local: clean(whole.local), remote: clean(whole.remote) };
  const since = known === undefined ? sinceEarlier(decidedOn, found.version) : { isAsWritten: known };
  const sides = { base, local: base.local, remote: { data: remote, isComplete: true, ...since } };
  const { changed } = joinSides(sides, join, { contested: LEAVE, all: LEAVE });
  const touches = (paths: readonly string[], path: string) =>
    paths.some((other) => isWithin(path, other) || isWithin(other, path));
  const restored = (decidedOn.restoring ?? []).map(({ place }) => placeText(place));
  const isOpen = (path: string) =>
    !touches(restored, path) && (isContested(decidedOn, path) || touches(base.unknown, path));
  return changed.some(({ path }) => !isOpen(path));
}

/** What is known of when a record was read just before a write, seen from an earlier write that was not read since. */
export function sinceEarlier({ over }: Agreement, read: Version | null): ReadSince {
  const isAfter = over === null || (over !== undefined && read !== null && read !== over);
  return isAfter ? { isAfterWrite: true } : {};
}

/** Undefined: it does not fit the mapping any more. */
export function mappedOr(mapIn: ReadingRules['mapIn'], data: JsonObject): JsonObject | undefined {
  try {
    return mapIn(data);
  } catch (error) {
    if (error instanceof SyncError) return undefined;
    throw error;
  }
}

/** Each side stays as it is, and so does what was agreed on. */
export const LEAVE: Choose = () => ({ kind: 'undecided', asks: 'review' });

function answer(result: FinalResult): BeforeWrite {
  return { kind: 'answer', result };
}
