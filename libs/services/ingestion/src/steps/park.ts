import { findMissing, neededLinks, setKey, type ReferenceSet, type WriteRules } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import type { ApplyContext } from '../pages/apply-contexts.js';
import type { IdentifiedGroup } from '../pages/page-group.js';

/**
 * Which records of the group have to wait for others that are not here. Nothing is locked for it: what comes in between is found by
 * the sweep that releases what is parked.
 */
export async function findParked(
  tx: Transaction,
  { pieceRules, references: own }: Pick<ApplyContext, 'pieceRules' | 'references'>,
  { inputs }: Pick<IdentifiedGroup, 'inputs'>,
): Promise<WriteRules['waitsFor']> {
  const rules = (pieceRules?.links ?? []).filter(({ required }) => required === true);
  if (rules.length === 0) return undefined;
  const records = inputs.flatMap(({ prepared }) => {
    if (prepared.kind !== 'ready') return [];
    const { externalId, pieces = { links: [] } } = prepared.write;
    return [{ externalId, needs: neededLinks(pieces, rules, own) }];
  });
  const wanted = new Map<string, { readonly set: ReferenceSet; readonly ids: Set<string> }>();
  for (const { key, to, externalId } of records.flatMap(({ needs }) => needs)) {
    const ofSet = wanted.get(key) ?? { set: to, ids: new Set<string>() };
    ofSet.ids.add(externalId);
    wanted.set(key, ofSet);
  }
  const here = new Map<string, ReadonlySet<string>>();
  for (const { set, ids } of wanted.values()) {
    const found = await tx.references.find(set, [...ids]);
    here.set(setKey(set), new Set(found.map(({ externalId }) => externalId)));
  }
  const missing = findMissing(records, own, (key, id) => here.get(key)?.has(id) === true);
  return missing.size === 0 ? undefined : ({ externalId }) => missing.get(externalId);
}
