import { withStages } from '../command/with-stages.js';
import { simulate } from '../simulate.js';
import { isMechanism, MECHANISMS } from './mechanisms.js';

/** Plays seeds from the one that was seen to notice on, and from 1 again, until one does. */
async function findViolation(name: string): Promise<string | undefined> {
  if (!isMechanism(name)) throw new Error(`There is no mechanism ${name}`);
  const { noticedWithin, noticedBy } = MECHANISMS[name];
  const seeds = Array.from({ length: noticedWithin }, (_, index) => index + 1);
  const first = (noticedBy ?? 1) - 1;
  return withStages(1, name, async ([stage]) => {
    for (const seed of [...seeds.slice(first), ...seeds.slice(0, first)]) {
      const { violation } = await simulate({ stage: stage!, seed, without: name });
      if (violation !== null) return violation;
    }
    return undefined;
  });
}

/** Those that are missed at once; `npm run simulate -- --without` takes its time for the others. */
const MISSED_AT_ONCE = [
  'lease_expiry',
  'one_bulk_run',
  'outbox',
  'slot_row',
  'stop_takes_chunks',
  'sweeps',
  'trigger_lock',
];

describe('an engine that lacks a mechanism', () => {
  it.each(MISSED_AT_ONCE)(
    'comes to grief without %s',
    async (name) => {
      expect(await findViolation(name)).toBeDefined();
    },
    600_000,
  );
});
