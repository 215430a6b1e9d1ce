import type { WaitsFor } from '../failure/failure.js';
import type { ReferenceSet } from '../record/reference.js';
import type { LinkRule } from './derive-rule.js';
import type { RecordPieces } from './record-pieces.js';
import { setKey } from './record-link.js';

/** A link without which a record is not written. */
interface NeededLink extends WaitsFor {
  readonly key: string;
}

/** A record that is to be written, and what it has to lead to. */
export interface NeedyRecord {
  readonly externalId: string;
  readonly needs: readonly NeededLink[];
}

/** Links of a record that its job requires. */
export function neededLinks(
  { links }: Pick<RecordPieces, 'links'>,
  rules: readonly LinkRule[],
  { connectionId }: Pick<ReferenceSet, 'connectionId'>,
): readonly NeededLink[] {
  return links.flatMap(({ rule: name, externalId }) => {
    const rule = rules.find((one) => one.name === name);
    if (rule?.required !== true) return [];
    const to = { connectionId, stream: rule.stream, recordType: rule.recordType };
    return [{ name, to, externalId, key: setKey(to) }];
  });
}

/**
 * What each of these records lacks, by its external id; those that lack nothing are left out. `isHere` tells of what is stored.
 * Records of one group that lead to each other, or to themselves, come in together, unless one of them lacks something else.
 */
export function findMissing(
  records: readonly NeedyRecord[],
  own: ReferenceSet,
  isHere: (key: string, externalId: string) => boolean,
): ReadonlyMap<string, WaitsFor> {
  const ownKey = setKey(own);
  const coming = new Set(records.map(({ externalId }) => externalId));
  const missing = new Map<string, WaitsFor>();
  for (let found = true; found;) {
    found = false;
    for (const { externalId, needs } of records) {
      if (missing.has(externalId)) continue;
      const lacking = needs.find(
        (need) => !isHere(need.key, need.externalId) && !(need.key === ownKey && coming.has(need.externalId)),
      );
      if (lacking === undefined) continue;
      const { name, to } = lacking;
      missing.set(externalId, { name, to, externalId: lacking.externalId });
      coming.delete(externalId);
      found = true;
    }
  }
  return missing;
}
