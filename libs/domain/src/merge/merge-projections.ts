import type { JsonObject, JsonValue } from '../json.js';
import type { MatchSettings } from '../match/match-settings.js';
import { MERGE_STRATEGIES } from './merge-strategy.js';
import { changedAt, type MergedSources } from './merged-sources.js';
import { orderIds } from './order-ids.js';

import type { Projection, Provenance } from './projection.js';
import { rankSource } from './rank-source.js';
import { SURVIVORSHIPS } from './survivorship.js';

export interface MergedRecord {
  readonly data: JsonObject;
  readonly provenance: Provenance;
}

export type MergeSettings = Pick<MatchSettings, 'merge' | 'survivorship' | 'sourceRanking'>;

/**
 * What a record with several references says: a function of the last reading of each source and of nothing else, so that neither
 * the order of merging matters nor, once a source is taken out again, that it ever was there. Inactive sources speak only where
 * no other is left. Fields come in the order in which the sources have them, the oldest first.
 */
export function mergeProjections(projections: readonly Projection[], settings: MergeSettings): MergedRecord {
  const sources = sourcesOf(projections, settings.sourceRanking ?? []);
  const chosen = MERGE_STRATEGIES[settings.merge ?? 'merge_fields'].choose(sources);
  const survivorship = settings.survivorship ?? {};
  const data: [string, JsonValue][] = [];
  const provenance: [string, Provenance[string]][] = [];
  for (const field of fieldsOf(sources.projections)) {
    const name = Object.hasOwn(survivorship, field) ? survivorship[field] : undefined;
    const from = name === undefined ? chosen(field) : SURVIVORSHIPS[name].survivor(sources, field);
    const source = (from ??
      sources.projections.find((each) => Object.hasOwn(each.data, field))) as Projection;
    if (!Object.hasOwn(source.data, field)) continue;
    data.push([field, source.data[field] as JsonValue]);
    provenance.push([field, { referenceId: source.referenceId, at: changedAt(source, field) }]);
  }
  return { data: Object.fromEntries(data), provenance: Object.fromEntries(provenance) };
}

function sourcesOf(projections: readonly Projection[], ranking: readonly string[]): MergedSources {
  const active = projections.filter((each) => each.active);
  const speaking = active.length === 0 ? projections : active;
  return {
    projections: speaking.toSorted((one, other) => orderIds(one.referenceId, other.referenceId)),
    rankOf: ({ source }) => rankSource(ranking, source),
  };
}

function fieldsOf(projections: readonly Projection[]): ReadonlySet<string> {
  return new Set(projections.flatMap(({ data }) => Object.keys(data)));
}
