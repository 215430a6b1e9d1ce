import { JOB_DEFAULTS } from '@evenkeel/domain';
import { USUAL_ANSWERS } from '../workload/provider/record-answers.js';
import { EVENTS, ScriptedProvider } from '../workload/provider/scripted-provider.js';
import { PLAIN } from '../world/world-profile.js';
import { SeededRandom } from '../world/seeded-random.js';
import { GONE_INVARIANTS } from './gone.js';
import { findFinalViolation, streamsWithGone, stuckJobs } from './final-state.js';
import { firstOf } from './pages.js';
import {
  NOTHING_YET,
  type SeenChunk,
  type SeenExecution,
  type SeenReference,
  type Snapshot,
} from './snapshot.js';

const NOON = Date.parse('2026-03-01T12:00:00.000Z');
const iso = (ms: number) => new Date(ms).toISOString();

const reference: SeenReference = {
  id: 'events-0',
  reference: '7',
  stream: EVENTS,
  data: { id: 'events-0', version: 1 },
  record: '7',
  recordData: null,
  recordVersion: 1,
  changes: 0,
  changedBy: null,
  observedAt: iso(NOON - 60_000),
  inactive: false,
  inactiveBy: null,
  goneAlone: false,
  cause: null,
  inactiveAt: null,
  touchedAt: iso(NOON - 60_000),
};
const announced = { inactive: true, inactiveBy: 'e1', goneAlone: true, cause: 'announced' } as const;
const chunk = {
  id: 'c1',
  execution: 'e1',
  kind: 'whole',
  pages: 1,
  inactivated: 1,
  doubt: null,
} as SeenChunk;
const execution = {
  id: 'e1',
  job: EVENTS,
  lane: 'bulk',
  scope: 'incremental',
  follows: null,
} as SeenExecution;
const running = { ...execution, status: 'running' } as SeenExecution;
const done = { ...execution, status: 'completed', since: iso(NOON), isPreview: false } as SeenExecution;

/** Twenty records, of which the first few become what is said. */
function references(...first: readonly Partial<SeenReference>[]): readonly SeenReference[] {
  return Array.from({ length: 20 }, (_, nth) => {
    const id = `events-${nth}`;
    return { ...reference, id, reference: String(nth), data: { id, version: 1 }, ...first[nth] };
  });
}

function start(answers: Partial<typeof USUAL_ANSWERS> = {}) {
  let nowMs = NOON - 120_000;
  const profile = {
    ...PLAIN,
    providerErrors: 0,
    slowAnswers: 0,
    contention: 0,
    moreRecords: 9,
    tombstones: true,
  };
  const told = { ...USUAL_ANSWERS, ...answers };
  const provider = new ScriptedProvider(new SeededRandom(1), () => nowMs, {
    ...(profile as ConstructorParameters<typeof ScriptedProvider>[2]),
    answers: told,
  });
  const judge = (before: Partial<Snapshot>, now: Partial<Snapshot>, records = 1) =>
    firstOf(GONE_INVARIANTS, ({ find }) =>
      find({
        before: { ...NOTHING_YET, ...before },
        now: { ...NOTHING_YET, at: iso(nowMs), ...now },
        provider,
        perConnection: 1,
        maxRecords: null,
        deleteCeiling: { ...JOB_DEFAULTS.deleteCeiling, percent: 5, records },
      }),
    );
  return { provider, judge, pass: (ms: number) => void (nowMs += ms) };
}

describe('what holds for records that are gone', () => {
  const sound = { executions: [running], chunks: [chunk] };

  it('allows as many announcements in a day as the ceiling, and no more', () => {
    const { judge } = start();
    const rows = { ...sound, chunks: [{ ...chunk, inactivated: 2 }] };
    const one = { ...announced, inactiveAt: iso(NOON - 130_000) };
    const two = { ...rows, references: references(one, announced) };
    expect(
      judge({ references: references() }, { ...rows, references: references(announced) }),
    ).toBeUndefined();
    expect(judge({ references: references() }, two)).toMatch(/2 events were inactivated one by one/);
    expect(judge({ references: references(one) }, two)).toMatch(/2 events/);
    expect(judge({ references: references(one) }, two, 2)).toBeUndefined();
    const longAgo = { ...one, inactiveAt: iso(NOON - 90_000_000) };
    expect(
      judge({ references: references(longAgo) }, { ...rows, references: references(longAgo, announced) }),
    ).toBeUndefined();
  });

  it('wants each of them counted', () => {
    const { judge } = start();
    const now = { ...sound, references: references(announced) };
    expect(judge({ references: references() }, { ...now, chunks: [] })).toMatch(/1 records and counts 0/);
  });

  it('wants what failed of them before closed', () => {
    const { judge } = start();
    const now = { ...sound, references: references(announced) };
    const failed = (ms: number) => ({ openFailures: [{ id: 'events-0', observedAt: iso(ms) }] });
    const before = { references: references() };
    expect(judge(before, { ...now, ...failed(NOON - 60_001) })).toMatch(/still open/);
    expect(judge(before, { ...now, ...failed(NOON) })).toBeUndefined();
  });

  it.each(['gone_when_asked', 'gone_when_read'])(
    'wants an answer that says so where the cause is %s',
    (cause) => {
      const now = { ...sound, references: references({ ...announced, cause }) };
      const before = { references: references() };
      expect(start().judge(before, now)).toBeUndefined();
      expect(start({ gone: 'forbidden', declaresGone: true }).judge(before, now)).toBeUndefined();
      expect(start({ gone: 'forbidden' }).judge(before, now)).toMatch(/no answer said/);
    },
  );

  it('lets a reading that asks whether a record is there write only what looks as in the listing', () => {
    const closing = { ...chunk, kind: 'close_out', inactivated: 0 } as SeenChunk;
    const before = { chunks: [{ ...closing, pages: 0 }], references: references() };
    const now = { chunks: [closing], references: references({ changes: 1 }) };
    expect(start().judge(before, now)).toBeUndefined();
    const { judge } = start({ declaresSameShape: false });
    expect(judge(before, now)).toMatch(/was written by a reading/);
    expect(judge({ ...before, chunks: [closing] }, now)).toBeUndefined();
    expect(judge(before, { ...now, references: references() })).toBeUndefined();
  });

  it('wants of a run without a doubt that it leaves nothing active that was gone, but for what it says', () => {
    const { provider, judge, pass } = start();
    provider.stream(EVENTS).item('events-0')!.change(0, { gone: true });
    pass(240_000);
    const end = (ended: Partial<SeenExecution>, changes: Partial<Snapshot> = {}) =>
      judge(
        { executions: [{ ...running, ...ended, status: 'running' }] },
        { chunks: [chunk], references: references(), executions: [{ ...done, ...ended }], ...changes },
      );
    const says = /leaves events-0 active/;
    expect(end({})).toMatch(says);
    expect(end({}, { parked: ['0'] })).toBeUndefined();
    expect(end({}, { kept: [{ execution: 'e0', reference: '0' }] })).toBeUndefined();
    expect(end({}, { references: references({ touchedAt: iso(NOON) }) })).toBeUndefined();
    expect(end({}, { references: references({ inactive: true }) })).toBeUndefined();
    expect(end({ follows: 'p1' })).toBeUndefined();
    expect(end({ since: iso(NOON - 200_000) })).toBeUndefined();
    const closeOut = {
      execution: 'e1',
      complete: true,
      since: iso(NOON),
      ceiling: 1,
      granted: false,
      inactivated: 0,
    };
    expect(end({ scope: 'full' }, { closeOuts: [closeOut] })).toMatch(says);
    expect(end({ scope: 'full' }, { closeOuts: [{ ...closeOut, complete: false }] })).toBeUndefined();
    const kept = (by: string) => ({ closeOuts: [closeOut], kept: [{ execution: by, reference: '0' }] });
    expect([end({ scope: 'full' }, kept('e1')), end({ scope: 'full' }, kept('e0'))]).toEqual([
      undefined,
      expect.stringMatching(says),
    ]);
  });
});

describe('a job whose runs have to read a record that is gone', () => {
  const lost = (answers: Partial<typeof USUAL_ANSWERS>) => {
    const { provider, pass } = start(answers);
    provider.stream(EVENTS).item('events-0')!.change(0, { gone: true });
    pass(1_000);
    return provider;
  };
  const failed = { ...NOTHING_YET, failing: ['events-0'] };

  it('is stuck where no answer says that the record is gone', () => {
    expect([...stuckJobs(failed, lost({ gone: 'forbidden' }))]).toEqual([EVENTS]);
    expect([...stuckJobs(failed, lost({ gone: 'forbidden', declaresGone: true }))]).toEqual([]);
    expect([...stuckJobs({ ...failed, failing: ['events-1'] }, lost({ gone: 'forbidden' }))]).toEqual([]);
    const waiting = { ...execution, job: 'things', isWaiting: true };
    const rows = { ...failed, executions: [waiting] };
    expect([...stuckJobs(rows, lost({ gone: 'forbidden' }))]).toEqual([EVENTS, 'things']);
    expect([...stuckJobs(rows, lost({}))]).toEqual([]);
  });

  it('owes no rows, and no inactivation', () => {
    const things = lost({}).stream('things').ids;
    const rows = { ...failed, references: [...references()].map((row) => ({ ...row, data: null })) };
    const here = [
      ...rows.references,
      ...things.map((id) => ({ ...reference, id, stream: 'things', data: { id, version: 1 } })),
    ];
    const now = { ...rows, references: here };
    expect(findFinalViolation(now, lost({ gone: 'forbidden' }))).toBeUndefined();
    expect(findFinalViolation(now, lost({}))).toMatch(/events-1 is at version 1/);
    expect(streamsWithGone(now, lost({ gone: 'forbidden' }))).toEqual([]);
    expect(streamsWithGone(now, lost({}))).toEqual([EVENTS]);
  });
});
