import type { GoneRecord } from '../record/prepare-record.js';
import type { RecordUpdate, RecordWrite, ReferenceState } from '../record/reference.js';
import type { DecidedInput } from './decision.js';

/** What the decisions of a group write, each record once. */
export interface GroupedWrites {
  /** New records, each with its first reference, by the key of the record. */
  readonly creates: ReadonlyMap<string, RecordWrite>;
  /** New references of records that are here, by the key of the input. */
  readonly attaches: ReadonlyMap<string, Attach>;
  readonly updates: readonly RecordUpdate[];
  /** Newer versions of records whose content stays as it is. */
  readonly sightings: readonly RecordUpdate[];
  /** Readings of records that stay as they are. */
  readonly readings: readonly RecordUpdate[];
  /** Records that are gone, by their key; also such as these pages brought before. */
  readonly inactivations: ReadonlyMap<string, Gone>;
}

/** A new reference, and the record that it belongs to. */
export interface Attach {
  readonly recordId: string;
  readonly write: RecordWrite;
}

/** A record that is to be inactivated. */
export interface Gone {
  /** Undefined: the record is among the creates. */
  readonly reference: ReferenceState | undefined;
  readonly gone: GoneRecord;
}

/** Several decisions about one record make one write, with what the last of them says. */
export function groupWrites(inputs: readonly Pick<DecidedInput, 'known' | 'decision'>[]): GroupedWrites {
  const creates = new Map<string, RecordWrite>();
  const attaches = new Map<string, Attach>();
  const updates = new Map<string, RecordUpdate>();
  const sightings = new Map<string, RecordUpdate>();
  const readings = new Map<string, RecordUpdate>();
  const inactivations = new Map<string, Gone>();
  for (const { known, decision } of inputs) {
    const { key, reference } = known;
    if (key === null) continue;
    if (decision.kind === 'inactivate') inactivations.set(key, { reference, gone: decision.gone });
    if (!('write' in decision)) continue;
    // The last that is said of a record counts.
    inactivations.delete(key);
    const { kind, write } = decision;
    const attached = kind === 'attach_reference' ? decision : attaches.get(key);
    if (attached !== undefined) attaches.set(key, { recordId: attached.recordId, write });
    else if (kind === 'create_record' || creates.has(key)) creates.set(key, write);
    else if (reference === undefined) throw new Error(`${write.externalId} has no reference to write by`);
    else if (kind === 'note_reading') readings.set(key, { ...write, reference });
    else if (kind === 'note_version' && !updates.has(key)) sightings.set(key, { ...write, reference });
    else {
      updates.set(key, { ...write, reference });
      sightings.delete(key);
    }
  }
  return {
    creates,
    attaches,
    updates: [...updates.values()],
    sightings: [...sightings.values()],
    readings: [...readings.values()],
    inactivations,
  };
}
