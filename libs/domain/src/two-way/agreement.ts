import { canonicalText } from '../json-text/canonical-text.js';
import type { JsonObject, JsonValue } from '../json.js';
import type { Version } from '../record/version.js';
import { joinSides } from '../three-way/join-sides.js';
import { isWithin, type RecordPlace } from '../three-way/place.js';
import type { JoinRules } from '../three-way/sides.js';
import { agreedBase, type Base } from '../three-way/agreed-base.js';

/** What is kept of a record whose two sides are not known to be equal. */
export interface Agreement extends Base {
  /** Texts of places that wait for a decision: nothing of them is sent. */
  readonly contested: readonly string[];
  /** Contested places at which the provider is to hold again what it held before a decision that was undone; left out: none. */
  readonly restoring?: readonly Restoring[];
  /** The provider's record was read to have left the filter of the job: until it is read within it again nothing of it is sent. */
  readonly isOutside?: true;
  /**
   * Of a write whose answer names no version, until it is read: the version that it was decided on, which a reading has that does not show it yet; null: there was no record
   * before. Left out: not known.
   */
  readonly over?: Version | null;
}

/** A list of none or one value: what a place holds, or nothing. */
export type MaybeValue = readonly JsonValue[];

export interface Restoring {
  readonly place: RecordPlace;
  /** What the record here holds since: where it is edited, nothing is restored. */
  readonly local: MaybeValue;
  /** What the provider holds by the decision: where it holds something else by now, nothing is restored. */
  readonly from: MaybeValue;
  readonly to: MaybeValue;
}

/** Of a record whose sides are equal. */
export function agreedAsRead(mappingRevision: number, local: JsonObject): Agreement {
  return { ...agreedBase(mappingRevision, local), contested: [] };
}

/** Once the provider has created a record that was not there, and before that is read back: what it adds to it is a change there. */
export function agreedOnceCreated(mappingRevision: number, local: JsonObject, rules: JoinRules): Agreement {
  const base = { mappingRevision, local: {}, remote: {}, unread: [], unknown: [] };
  const sides = { base, local, remote: { data: {}, isComplete: true } };
  const { written } = joinSides(sides, rules, { contested: () => ({ kind: 'local' }) });
  return { ...written, contested: [] };
}

/** Whether something at the place, in it or around it, waits for a decision. */
export function isContested({ contested }: Pick<Agreement, 'contested'>, path: string): boolean {
  return contested.some((other) => isWithin(path, other) || isWithin(other, path));
}

/** Whether nothing has to be kept: the local record is what the provider was read to hold. */
export function isSettled(agreement: Agreement, local: JsonObject, remote: JsonObject): boolean {
  const { unread, unknown, contested } = agreement;
  const isOpen = unread.length > 0 || unknown.length > 0 || contested.length > 0;
  return !isOpen && canonicalText(local) === canonicalText(remote);
}
