import { InvalidFields } from '../errors/invalid-fields.js';
import type { Period } from './scope.js';

/** Times are kept in UTC; null where none was named. Throws `request.invalid` if they are the wrong way round. */
export function readPeriod({
  from,
  to,
}: {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}): Period | null {
  if (from === undefined && to === undefined) return null;
  const period = { from: inUtc(from), to: inUtc(to) };
  if (period.from !== null && period.to !== null && period.from > period.to)
    throw new InvalidFields('request.invalid', [{ path: 'to', message: 'lies before from' }]);
  return period;
}

function inUtc(time: string | undefined): string | null {
  return time === undefined ? null : new Date(time).toISOString();
}
