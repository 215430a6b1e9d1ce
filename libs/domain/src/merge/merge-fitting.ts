import type { JsonObject } from '../json.js';
import { mergeProjections, type MergedRecord, type MergeSettings } from './merge-projections.js';
import { orderIds } from './order-ids.js';
import type { Projection } from './projection.js';

/**
 * The same as {@link mergeProjections}, but no mixture that breaks the schema of the type: sources each of which fits may not fit together,
 * as a country of one and a state of another. Then the record is what one source says as a whole: of those that fit, the one that changed
 * last. It is a function of the sources alone as well. Where none fits, the schema has changed since, and the mixture stays.
 */
export function mergeFitting(
  projections: readonly Projection[],
  settings: MergeSettings,
  fits: (data: JsonObject) => boolean,
): MergedRecord {
  const merged = mergeProjections(projections, settings);
  if (fits(merged.data)) return merged;
  const active = projections.filter((each) => each.active);
  const whole = (active.length === 0 ? projections : active)
    .filter(({ data }) => fits(data))
    .toSorted((one, other) => orderTimes(other, one) || orderIds(one.referenceId, other.referenceId))[0];
  return whole === undefined ? merged : mergeProjections([whole], settings);
}

function orderTimes(one: Projection, other: Projection): number {
  const [left, right] = [lastChange(one), lastChange(other)];
  return Number(left > right) - Number(left < right);
}

/** Times of one form have the order of their texts. */
function lastChange({ changedAt }: Projection): string {
  return Object.values(changedAt).reduce((last, at) => (at > last ? at : last), '');
}
