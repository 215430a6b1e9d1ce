import { SyncError } from '../errors/sync-error.js';
import type { JobDefinition } from '../job/job.js';
import type { JsonObject } from '../json.js';
import { compileOutMapping } from '../mapping/compile-out-mapping.js';
import { compilePairingKey, type PairingKey } from './pairing-key.js';

/** How a job compares records of its two sides. */
export interface PairingSides {
  readonly keyHere: PairingKey;
  /** Of what ingestion makes of the provider's record: of a job that only writes that is the record as it came. */
  readonly keyThere: PairingKey;
  /** A record here in the shape in which both are compared. */
  readonly compared: (here: JsonObject) => JsonObject;
}

/**
 * Both sides are compared in the shape of the local record; of a job that only writes in that of the provider's, for its rules need not lead back. Throws
 * `config.invalid_mapping` for a path that is none, and for a field that is not sent.
 */
export function compilePairing({
  direction,
  mapping,
  pairBy,
}: Pick<JobDefinition, 'direction' | 'mapping' | 'pairBy'>): PairingSides {
  if (direction !== 'outbound') {
    const key = compilePairingKey(pairBy);
    return { keyHere: key, keyThere: key, compared: (here) => here };
  }
  // That each is a path is said of the fields as they were given.
  compilePairingKey(pairBy);
  const key = compilePairingKey(pairBy.map((field) => sentAs(field, mapping)));
  const map = compileOutMapping(mapping);
  return { keyHere: (here) => keyOf(here, map, key), keyThere: key, compared: map };
}

function sentAs(field: string, mapping: JobDefinition['mapping']): string {
  if (mapping.length === 0) return field;
  const rule = mapping.find(({ target, direction = 'in' }) => target === field && direction !== 'in');
  if (rule !== undefined) return rule.source;
  throw new SyncError('config.invalid_mapping', `pairBy: no rule of the mapping sends "${field}"`);
}

/** What cannot be sent is known by nothing. */
function keyOf(here: JsonObject, map: (data: JsonObject) => JsonObject, key: PairingKey): string | undefined {
  try {
    return key(map(here));
  } catch (error) {
    if (error instanceof SyncError) return undefined;
    throw error;
  }
}
