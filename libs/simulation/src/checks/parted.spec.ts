import { JOB_DEFAULTS } from '@evenkeel/domain';
import { eventSays, thingSays } from '../workload/provider/joined-data.js';
import { EVENTS, THINGS, type ScriptedProvider } from '../workload/provider/scripted-provider.js';
import { firstOf } from './pages.js';
import { apartIn, pairOf, PARTED_INVARIANTS } from './parted.js';
import { NOTHING_YET, type SeenReference, type Snapshot } from './snapshot.js';

function seen(stream: string, record: string, more: object = {}): SeenReference {
  const id = `${stream}-0`;
  const says = stream === THINGS ? thingSays(id, 6) : eventSays(id);
  return {
    ...{ id, stream, reference: id, data: { id, version: 6 }, record, recordVersion: 1, changes: 0 },
    recordData: { id, version: 6, ...says, ...more },
    ...{ changedBy: null, observedAt: NOTHING_YET.at, inactive: false, inactiveBy: null, goneAlone: false },
    ...{ cause: null, inactiveAt: null, touchedAt: NOTHING_YET.at },
  };
}

const apart = [{ one: 'events-0', other: 'things-0' }];
const judge = (now: Partial<Snapshot>) => {
  const provider = {} as ScriptedProvider;
  const world = { perConnection: 1, maxRecords: null, deleteCeiling: JOB_DEFAULTS.deleteCeiling };
  return firstOf(PARTED_INVARIANTS, ({ find }) =>
    find({ before: NOTHING_YET, now: { ...NOTHING_YET, apart, ...now }, provider, ...world }),
  );
};

it('are content with two records of which each says what its source says', () => {
  expect(judge({ references: [seen(THINGS, 'r1'), seen(EVENTS, 'r2')] })).toBeUndefined();
});

it('notice that what was parted is one record again', () => {
  expect(judge({ references: [seen(THINGS, 'r1'), seen(EVENTS, 'r1')] })).toContain('one record again');
});

it('notice that a record kept what the other one says', () => {
  const kept = seen(EVENTS, 'r2', { tags: [{ key: 'a', name: 'a6' }] });
  expect(judge({ references: [seen(THINGS, 'r1'), kept] })).toContain('events-0 alone has');
});

it('look at nothing that several sources share, nor at what is gone', () => {
  const gone = { ...seen(EVENTS, 'r2', { tags: [] }), inactive: true };
  expect(judge({ references: [seen(THINGS, 'r1'), gone] })).toBeUndefined();
  const shared = [seen(THINGS, 'r1', { thing: 'x' }), seen(EVENTS, 'r1', { tags: [] })];
  expect(judge({ references: shared, apart: [] })).toBeUndefined();
});

it('name a pair in one way', () => {
  expect(apartIn({ ...NOTHING_YET, apart }).has(pairOf('things-0', 'events-0'))).toBe(true);
});
