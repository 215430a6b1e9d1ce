import { JOB_DEFAULTS } from '@evenkeel/domain';
import { eventSays, neededThing, thingSays } from '../workload/provider/joined-data.js';
import { EVENTS, THINGS, type ScriptedProvider } from '../workload/provider/scripted-provider.js';
import { findParkedAmiss, JOINED_INVARIANTS } from './joined.js';
import type { SeenPiece } from './joined-snapshot.js';
import { firstOf } from './pages.js';
import { NOTHING_YET, type SeenReference, type Snapshot } from './snapshot.js';

function seen(stream: string, nth: number, version: number): SeenReference {
  const id = `${stream}-${nth}`;
  const says = stream === THINGS ? thingSays(id, version) : eventSays(id);
  return {
    id,
    stream,
    reference: id,
    data: { id, version },
    record: id,
    recordData: { id, version, ...says },
    recordVersion: 1,
    changes: 0,
    changedBy: null,
    observedAt: NOTHING_YET.at,
    inactive: false,
    inactiveBy: null,
    goneAlone: false,
    cause: null,
    inactiveAt: null,
    touchedAt: NOTHING_YET.at,
  };
}

/** In version 6 a thing has no home, `b` and `c` as tags, and the first group. */
const thing = seen(THINGS, 0, 6);
const pieces: readonly SeenPiece[] = [
  { id: 'things-0#b', rule: 'tags', data: { name: 'b6', key: 'b' }, inactive: false },
  { id: 'things-0#c', rule: 'tags', data: { name: 'c6', key: 'c' }, inactive: false },
  { id: 'g0', rule: 'groups', data: { key: 'g0' }, inactive: false },
];
const event = {
  ...seen(EVENTS, 0, 1),
  record: thing.record,
  recordData: { ...eventSays('events-0'), ...thing.recordData },
};
const joinedThing = { ...thing, recordData: event.recordData };
const link = {
  name: 'thing',
  from: 'events-0',
  fromInactive: false,
  to: 'things-0',
  isThere: true,
  isActive: true,
  isDerived: false,
};
const sound: Partial<Snapshot> = { references: [joinedThing, event], pieces, links: [link] };

function judge(now: Partial<Snapshot>): string | undefined {
  const moments = {
    before: NOTHING_YET,
    now: { ...NOTHING_YET, ...now },
    provider: {} as ScriptedProvider,
    perConnection: 1,
    maxRecords: null,
    deleteCeiling: JOB_DEFAULTS.deleteCeiling,
  };
  return firstOf(JOINED_INVARIANTS, ({ find }) => find(moments));
}

describe('checks of joined records', () => {
  it('find nothing where everything is as it should be', () => {
    expect(judge(sound)).toBeUndefined();
  });

  it.each<[string, Partial<Snapshot>, RegExp]>([
    [
      'two records of one address',
      { ...sound, references: [joinedThing, { ...event, record: 'other' }] },
      /one address and two records/,
    ],
    [
      'a record that forgot what one source says',
      { ...sound, references: [{ ...thing, recordData: { ...thing.recordData } }, event] },
      /has undefined as its thing/,
    ],
    ['a part that is missing', { ...sound, pieces: pieces.slice(1) }, /tags things-0#b is not active/],
    [
      'a part that no thing holds',
      { ...sound, pieces: [...pieces, { ...pieces[2]!, id: 'g1' }] },
      /groups g1 is active, and no thing/,
    ],
    [
      'a part of an earlier version',
      { ...sound, pieces: [{ ...pieces[0]!, data: { name: 'b5', key: 'b' } }, ...pieces.slice(1)] },
      /its thing says/,
    ],
    ['a link to nothing', { ...sound, links: [{ ...link, isThere: false }] }, /which is not here/],
    [
      'a link to an inactive part',
      { ...sound, links: [link, { ...link, isDerived: true, isActive: false }] },
      /which is inactive/,
    ],
    ['an event that leads nowhere', { ...sound, links: [] }, /does not lead to things-0/],
    ['an event before its thing', { references: [event], links: [link] }, /is stored without things-0/],
  ])('find %s', (_, now, problem) => {
    expect(judge(now)).toMatch(problem);
  });

  it('find what is parked although what it needs is here', () => {
    const parked = { id: 'events-3', waitsFor: neededThing('events-3'), hasCome: false, isReleased: false };
    const amiss = (changes: Partial<typeof parked>) =>
      findParkedAmiss({ ...NOTHING_YET, waiting: [{ ...parked, ...changes }] });
    expect(amiss({})).toBeUndefined();
    expect(amiss({ hasCome: true, isReleased: true })).toBeUndefined();
    expect(amiss({ hasCome: true })).toMatch(/not released/);
    expect(amiss({ waitsFor: 'things-9' })).toMatch(/waits for things-9/);
  });
});
