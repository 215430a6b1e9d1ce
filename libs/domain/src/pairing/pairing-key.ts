import { SyncError } from '../errors/sync-error.js';
import type { JsonObject } from '../json.js';
import { parsePath } from '../mapping/path.js';
import { compileTerm } from '../match/match-term.js';

/** More fields than a person can say of a record that it is known by. */
export const MOST_PAIRING_FIELDS = 8;

/** What a record is known by on both sides, as a text that is equal for equal keys; undefined: it lacks a field of the key, or holds a placeholder there. */
export type PairingKey = (data: JsonObject) => string | undefined;

/**
 * Values are compared as exact match rules compare them: case, accents and spaces are made alike. `fields`: dotted paths in the local record. Throws
 * `config.invalid_mapping` for a path that is none.
 */
export function compilePairingKey(fields: readonly string[]): PairingKey {
  const terms = fields.map((field) => {
    assertField(field);
    return compileTerm({ field }, NOTHING_SPECIAL);
  });
  return (data) => {
    const values = terms.map(({ read }) => read(data));
    return values.length === 0 || values.includes('') ? undefined : JSON.stringify([fields, values]);
  };
}

const NOTHING_SPECIAL = { stopList: [], sensitive: new Set<string>() };

function assertField(field: string): void {
  try {
    parsePath(field);
  } catch {
    throw new SyncError('config.invalid_mapping', `pairBy: "${field}" is no path of a field`);
  }
}
