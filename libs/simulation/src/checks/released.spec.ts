import { JOB_DEFAULTS } from '@evenkeel/domain';
import type { ScriptedProvider } from '../workload/provider/scripted-provider.js';
import { RELEASED_INVARIANTS } from './released.js';
import { firstOf } from './pages.js';
import { NOTHING_YET, type SeenReference, type Snapshot } from './snapshot.js';

const parked = { id: 'events-1', waitsFor: 'things-2', hasCome: false, isReleased: false };
const stored = { id: 'events-1', stream: 'events' } as SeenReference;

function judge(now: Partial<Snapshot>, wasGone = false): string | undefined {
  const provider = {
    stream: () => ({ item: () => ({ wasGoneSince: () => wasGone }) }),
  } as unknown as ScriptedProvider;
  const world = { perConnection: 1, maxRecords: null, deleteCeiling: JOB_DEFAULTS.deleteCeiling };
  const moments = {
    before: { ...NOTHING_YET, waiting: [parked] },
    now: { ...NOTHING_YET, ...now },
    provider,
    ...world,
  };
  return firstOf(RELEASED_INVARIANTS, ({ find }) => find(moments));
}

it('what was parked may be stored, wait on, fail, or be gone, and not be lost', () => {
  expect(judge({})).toContain('events-1 was parked');
  for (const now of [{ references: [stored] }, { waiting: [parked] }, { failing: ['events-1'] }])
    expect(judge(now)).toBeUndefined();
  expect(judge({}, true)).toBeUndefined();
});
