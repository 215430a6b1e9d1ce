import type { JsonValue } from '../json.js';
import { InvalidFields } from '../errors/invalid-fields.js';
import { InvalidMapping } from '../mapping/invalid-mapping.js';
import { EVERY, parsePath, type FieldPath } from '../mapping/path.js';
import { shownText } from '../preview/diff-fields.js';
import { MASKED, maskValues } from '../sensitive/replace-values.js';
import type { SensitiveFields } from '../sensitive/sensitive-fields.js';
import type { RecordCause, ReferenceName } from './record-event.js';
import type { LocalAction } from './record-events.js';

/** Why a field has the value that it has. */
export const FIELD_REASONS = ['read', 'derived', 'merged', 'parted', 'edited', 'erased', 'unknown'] as const;
export type FieldReason = (typeof FIELD_REASONS)[number];

/** A source that says a value. */
export interface FieldSource extends ReferenceName {
  /** Of a derived record: the rule that makes it; null: it is read from the stream itself. */
  readonly rule: string | null;
}

/** A value that a field had from a change of its record on, as the journal keeps it. */
export interface FieldStep extends Omit<RecordCause, 'reference'> {
  /** Of the change; 0: the record was created. */
  readonly step: string;
  /** ISO 8601. */
  readonly at: string;
  /** Of the record from then on. */
  readonly version: number;
  /** Undefined: it was not there. */
  readonly value: JsonValue | undefined;
  /** Whether what the record was then has been erased. */
  readonly isErased: boolean;
  /** Those that said the value when it came. */
  readonly sources: readonly FieldSource[];
  readonly local: LocalAction | null;
  readonly mergeIds: readonly string[];
  readonly undoneMergeId: string | null;
}

export interface ToldFieldValue extends Omit<FieldStep, 'value' | 'isErased'> {
  /** JSON text, cut where it is long and masked where it is sensitive; null: the field was not there. */
  readonly value: string | null;
  readonly reason: FieldReason;
}

/** Throws InvalidFields (`request.invalid`) where it is no path of one field. */
export function parseFieldPath(field: string): FieldPath {
  try {
    const path = parsePath(field);
    if (path.length > 0) return path;
  } catch (error) {
    if (!(error instanceof InvalidMapping)) throw error;
    throw new InvalidFields('request.invalid', [{ path: 'field', message: error.reason }]);
  }
  const message = 'names the whole record where one field is meant';
  throw new InvalidFields('request.invalid', [{ path: 'field', message }]);
}

/** What is told of a value. */
export function tellFieldValue(
  { value, isErased, ...step }: FieldStep,
  path: FieldPath,
  sensitive: SensitiveFields,
): ToldFieldValue {
  const shown = value === undefined ? undefined : maskBelow(value, path, sensitive);
  return { ...step, value: shownText(shown), reason: isErased ? 'erased' : reasonOf(step) };
}

/** An edit by hand is told as one whatever else its record is made of; a reading that a merge comes with, as that merge. */
function reasonOf({
  local,
  undoneMergeId,
  mergeIds,
  sources,
  executionId,
}: Omit<FieldStep, 'value' | 'isErased'>): FieldReason {
  if (local !== null) return 'edited';
  if (undoneMergeId !== null) return 'parted';
  if (mergeIds.length > 0) return 'merged';
  if (sources.length > 0 && sources.every(({ rule }) => rule !== null)) return 'derived';
  return sources.length > 0 || executionId !== null ? 'read' : 'unknown';
}

/** A number in the path may lead to an entry of a list. */
function maskBelow(value: JsonValue, path: FieldPath, sensitive: SensitiveFields): JsonValue {
  let left = sensitive;
  for (const step of path) {
    left = left.flatMap(([first, ...rest]) => (first === step || first === EVERY ? [rest] : []));
    if (left.some(({ length }) => length === 0)) return value === null ? null : MASKED;
  }
  return maskValues(value, left);
}
