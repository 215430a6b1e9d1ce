import { parseJson, type JsonObject } from '@evenkeel/domain';
import type { UnsharedReference } from '@evenkeel/ports';
import type { TextRow } from '../database/session.js';
import { isoFromTimestamp } from '../record/reference-row.js';

/** A source of a record. */
export interface SourceRow extends Record<string, unknown> {
  readonly id: string;
  readonly record: string;
  readonly at: Date;
  readonly shares: boolean;
  readonly set: string;
  readonly active: boolean;
  readonly held: string | null;
}

type Source = Omit<UnsharedReference, 'isFirst'> & { readonly shares: boolean };

/** Of `LOCK_UNOPENED`. */
export function unsharedOf(rows: readonly SourceRow[]): readonly UnsharedReference[] {
  return unshared(
    rows.map(({ id, record, at, shares, set, active, held }) => ({
      ...{ referenceId: id, recordId: record, setId: set, active, shares },
      ...{ at: at.toISOString(), held: heldOf(held) },
    })),
  );
}

/** Of `LOCK_REFERENCES_OF`. */
export function unsharedFromRows(rows: readonly TextRow[]): readonly UnsharedReference[] {
  return unshared(
    rows.map(([referenceId, recordId, at, shares, setId, active, held]) => ({
      ...{ referenceId: referenceId!, recordId: recordId!, setId: setId!, active: active === 't' },
      ...{ at: isoFromTimestamp(at!), shares: shares === 't', held: heldOf(held) },
    })),
  );
}

/** Those of the sources of records that share them with none so far. */
function unshared(sources: readonly Source[]): readonly UnsharedReference[] {
  const ofRecord = new Map<string, { readonly oldest: bigint; readonly isShared: boolean }>();
  for (const { referenceId, recordId, shares } of sources) {
    const [id, known] = [BigInt(referenceId), ofRecord.get(recordId)];
    const oldest = known === undefined || id < known.oldest ? id : known.oldest;
    ofRecord.set(recordId, { oldest, isShared: shares || known?.isShared === true });
  }
  return sources.flatMap(({ shares, ...source }): readonly UnsharedReference[] => {
    const { oldest, isShared } = ofRecord.get(source.recordId)!;
    return shares ? [] : [{ ...source, isFirst: !isShared && BigInt(source.referenceId) === oldest }];
  });
}

function heldOf(text: string | null | undefined): JsonObject | undefined {
  return text == null ? undefined : (parseJson(text) as JsonObject);
}
