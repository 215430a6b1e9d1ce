import type { JsonObject } from '../../json.js';
import type { Projection } from '../projection.js';

export const [OLD, MIDDLE, NEW] = [
  '2026-11-01T00:00:00.000Z',
  '2026-11-02T00:00:00.000Z',
  '2026-11-03T00:00:00.000Z',
];

/** What the source of a reference says, with one time for all fields or one for each. */
export function saidBy(
  referenceId: string,
  data: JsonObject,
  at: string | Record<string, string>,
  more: Partial<Projection> = {},
): Projection {
  const changedAt =
    typeof at === 'string' ? Object.fromEntries(Object.keys(data).map((field) => [field, at])) : at;
  return { referenceId, source: `source-${referenceId}/people`, active: true, data, changedAt, ...more };
}
