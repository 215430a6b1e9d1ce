import { JOB_DEFAULTS } from '@evenkeel/domain';
import { firstOf } from '../../checks/pages.js';
import { NOTHING_YET, type SeenReference, type Snapshot } from '../../checks/snapshot.js';
import type { ScriptedProvider } from '../../workload/provider/scripted-provider.js';
import { personSays, speaksForOne } from '../matched-data.js';
import { MATCHED_INVARIANTS } from './matched.js';

const versions = [1, 2, 3, 4, 5, 6, 7, 8];
/** A version in which an event is like the thing that is seen below. */
const alike = versions.find((version) =>
  speaksForOne({ id: 'things-1', version: 1 }, { id: 'events-1', version }),
)!;

function seen(id: string, version: number, record: string, more: Partial<SeenReference> = {}): SeenReference {
  return {
    ...{
      id,
      stream: id.split('-')[0]!,
      reference: id,
      data: { id, version },
      record,
      recordVersion: 1,
      changes: 0,
    },
    recordData: { id, version, ...personSays(id, version) },
    ...{ changedBy: null, observedAt: NOTHING_YET.at, inactive: false, inactiveBy: null, goneAlone: false },
    ...{ cause: null, inactiveAt: null, touchedAt: NOTHING_YET.at, ...more },
  };
}
const thing = seen('things-1', 1, 'r1');
const event = seen('events-1', alike, 'r2');

const judge = (now: Partial<Snapshot>, before: Partial<Snapshot> = {}) => {
  const world = { perConnection: 1, maxRecords: null, deleteCeiling: JOB_DEFAULTS.deleteCeiling };
  const moments = {
    before: { ...NOTHING_YET, ...before },
    now: { ...NOTHING_YET, ...now },
    provider: {} as ScriptedProvider,
    ...world,
  };
  return firstOf(MATCHED_INVARIANTS, ({ find }) => find(moments));
};
const review = { id: '7', one: 'r1', other: 'r2', isAstray: false };

it('notice two that are alike, are two records, and are not asked about', () => {
  expect(judge({ references: [thing, event] })).toContain('are not asked about');
  expect(judge({ references: [thing, event], reviews: [review] })).toBeUndefined();
  expect(
    judge({ references: [thing, event], apart: [{ one: 'events-1', other: 'things-1' }] }),
  ).toBeUndefined();
  expect(judge({ references: [thing, { ...event, inactive: true }] })).toBeUndefined();
});

it('notice a question about what is part of another record, and a reference that was left behind', () => {
  const references = [
    thing,
    { ...event, record: 'r1', recordData: { ...event.recordData, ...thing.recordData } },
  ];
  expect(judge({ references })).toBeUndefined();
  expect(judge({ references, reviews: [{ ...review, isAstray: true }] })).toContain('is part of another');
  expect(judge({ references, astray: ['things-1'] })).toContain('became part of another one');
});

it('notice a value that no source says, and one that got lost', () => {
  const saying = (data: object) => judge({ references: [{ ...thing, recordData: data as never }] });
  expect(saying({ ...personSays('things-1', 1), name: 'Nobody' })).toContain('as its name');
  expect(saying({})).toContain('has undefined');
});

it('notice two of one provider that a rule made one, unless one was gone or a person said so', () => {
  const twin = { ...thing, id: 'things-2', reference: 'things-2', data: { id: 'things-2', version: 1 } };
  const together = (one: Partial<SeenReference>, joinedByPeople: readonly string[] = []) => {
    const before = {
      references: [
        { ...thing, ...one },
        { ...twin, record: 'r2' },
      ],
    };
    const references = [thing, twin].map((each) => ({ ...each, recordVersion: 2 }));
    return judge({ references, joinedByPeople }, before);
  };
  expect(together({})).toContain('things-2 and things-1 of one provider');
  expect(together({ inactive: true })).toBeUndefined();
  expect(together({}, ['things-2'])).toBeUndefined();
});

it('notice what is new under a crowded key and not asked about', () => {
  const crowd = Array.from({ length: 52 }, (_, nth) => seen(`things-${20 + nth}`, 1, `c${nth}`));
  const newcomer = seen('events-40', 1, 'n');
  const came = { references: [...crowd, newcomer] };
  expect(judge(came, { references: crowd })).toContain('events-40 is new under a key');
  expect(judge(came, { references: crowd.slice(0, 50) })).toBeUndefined();
  const asked = { ...came, reviews: [{ ...review, one: 'c0', other: 'n' }] };
  expect(judge(asked, { references: crowd })).toBeUndefined();
});
