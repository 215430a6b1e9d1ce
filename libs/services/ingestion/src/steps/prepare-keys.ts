import type { Timers } from '@evenkeel/ports';
import type { ApplyContext } from '../pages/apply-contexts.js';
import type { PreparedGroup } from '../pages/page-group.js';
import { keyedReading } from './match-keys.js';

/** So many are read before the event loop may go on with something else. */
const RECORDS_BEFORE_YIELD = 100;

/**
 * Makes the keys of records that will be matched, while the database works on the group before: behind the lock of the type nothing else
 * of it is written. Of a stream that was read before most records say nothing new, and their keys are not asked for.
 */
export async function prepareKeys(
  { inputs }: PreparedGroup,
  { match: matcher, trustsVersions }: Pick<ApplyContext, 'match' | 'trustsVersions'>,
  timers: Timers,
): Promise<void> {
  if (matcher === undefined || trustsVersions) return;
  let read = 0;
  for (const { prepared } of inputs) {
    if (prepared.kind !== 'ready') continue;
    keyedReading(matcher, prepared.write);
    read += 1;
    if (read % RECORDS_BEFORE_YIELD === 0) await timers.yield();
  }
}
