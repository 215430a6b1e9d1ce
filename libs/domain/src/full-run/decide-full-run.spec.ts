import fc from 'fast-check';
import { JOB_DEFAULTS, type JobDefinition } from '../job/job.js';
import { decideFullRun, type FullDecision } from './decide-full-run.js';
import { describeFullRun } from './describe-full-run.js';
import { fullEverySeconds } from './full-every.js';
import { hasReadAll, reportsDeletions, type FullExecution, type FullHistory } from './full-history.js';
import { hoursAgo, NOON, someFullRun, someHistory, someUnfinished } from './testing/full-runs.js';

const HOUR_MS = 3_600_000;
const job = (changes: Partial<JobDefinition> = {}, revision = 1) => ({
  revision,
  definition: { ...JOB_DEFAULTS, stream: 's', recordType: 's', ...changes },
});
const decide = (history: FullHistory, definition: Partial<JobDefinition> = {}) =>
  decideFullRun(job(definition), history, { now: NOON });
const DUE = hoursAgo(24);

describe('how often a full run is due', () => {
  it('is as often as the job says', () => {
    const reports = { reportsDeletions: true };
    expect(fullEverySeconds({ everySeconds: 60 }, reports)).toBe(60);
    expect(fullEverySeconds('never', { reportsDeletions: false })).toBeNull();
  });

  it('is once a day where it says nothing, and never where its stream reports deletions', () => {
    expect(fullEverySeconds('default', { reportsDeletions: false })).toBe(86_400);
    expect(fullEverySeconds('default', { reportsDeletions: true })).toBeNull();
  });

  it('goes by what the stream said last', () => {
    const said = (reports: boolean | null) => someFullRun({ reportsDeletions: reports });
    expect(reportsDeletions({ fullRuns: [] })).toBe(false);
    expect(reportsDeletions({ fullRuns: [said(null), said(true), said(false)] })).toBe(true);
    expect(reportsDeletions({ fullRuns: [said(false), said(true)] })).toBe(false);
    const history = someHistory({ fullRuns: [said(true)] });
    expect(decide(history)).toEqual({ kind: 'never' });
    expect(decide(history, { fullEvery: { everySeconds: 60 } })).toMatchObject({ kind: 'begin' });
  });
});

describe('a run of an incremental job', () => {
  it('is a full one so long after the last one that read everything', () => {
    expect(decide(someHistory())).toEqual({ kind: 'begin', dueAt: DUE });
    const fullRuns = [someFullRun({ finishedAt: hoursAgo(24) })];
    expect(decide(someHistory({ fullRuns }))).toEqual({ kind: 'begin', dueAt: NOON });
  });

  it('is one at once where what changed is told no more, however seldom the job reads everything', () => {
    const history = someHistory({
      fullRuns: [someFullRun({ reportsDeletions: true })],
      changesExpired: true,
    });
    expect(decide(history)).toEqual({ kind: 'begin', dueAt: NOON });
    expect(decide(history, { fullEvery: 'never' })).toEqual({ kind: 'begin', dueAt: NOON });
  });

  it('is not before', () => {
    const fullRuns = [someFullRun({ finishedAt: new Date(DUE.getTime() + 1) })];
    const dueAt = new Date(NOON.getTime() + 1);
    expect(decide(someHistory({ fullRuns }))).toEqual({ kind: 'later', dueAt });
    expect(decide(someHistory(), { fullEvery: { everySeconds: 3 * 86_400 } })).toMatchObject({
      kind: 'later',
    });
    expect(decide(someHistory(), { fullEvery: 'never' })).toEqual({ kind: 'never' });
  });

  it('counts from when the job was added while none has read everything', () => {
    const history = { fullRuns: [], endedLast: null };
    expect(decide(someHistory(history))).toMatchObject({ kind: 'begin', dueAt: hoursAgo(216) });
    expect(decide(someHistory({ ...history, jobAddedAt: hoursAgo(23) }))).toMatchObject({ kind: 'later' });
  });

  it.each([
    ['ended badly', { status: 'failed' }],
    ['was cancelled', { status: 'cancelled' }],
    ['was not believed', { doubted: true }],
  ] as const)('goes on reading changes after a full one that %s, and then tries again', (_what, changes) => {
    const bad = someFullRun({ id: 'bad', finishedAt: hoursAgo(1), ...changes });
    const fullRuns = [bad, someFullRun()];
    expect(decide(someHistory({ fullRuns, endedLast: 'bad' }))).toEqual({
      kind: 'changes_first',
      dueAt: DUE,
    });
    expect(decide(someHistory({ fullRuns }))).toEqual({ kind: 'begin', dueAt: DUE });
  });

  it('does not follow a full one with another that is due at once, unless that is what the job says', () => {
    const fullRuns = [someFullRun({ finishedAt: hoursAgo(1) })];
    const history = someHistory({ fullRuns, endedLast: 'full' });
    expect(decide(history)).toMatchObject({ kind: 'later' });
    expect(decide(history, { fullEvery: { everySeconds: 60 } })).toMatchObject({ kind: 'begin' });
  });

  it('takes up a full one that ran out of time or failed half way, however long all of it takes', () => {
    const resumed = { kind: 'resume', dueAt: DUE, executionId: 'unfinished' };
    const fullRuns = [someUnfinished(), someFullRun()];
    expect(decide(someHistory({ fullRuns }), { timeoutMinutes: 1 })).toEqual(resumed);
    const failed = [someUnfinished({ status: 'failed' }), someFullRun()];
    expect(decide(someHistory({ fullRuns: failed }))).toEqual(resumed);
    const old = [someUnfinished({ startedAt: hoursAgo(7 * 24) }), someFullRun()];
    expect(decide(someHistory({ fullRuns: old }))).toEqual(resumed);
  });

  it.each([
    ['stood still', { gotFurther: false }],
    ['read everything and failed then', { hasMoreToRead: false }],
    ['waits for a person', { isDecidedOn: true }],
    ['was cancelled', { status: 'cancelled' }],
    ['belongs to an earlier revision', { jobRevision: 0 }],
    ['began more than a week ago', { startedAt: new Date(hoursAgo(7 * 24).getTime() - 1) }],
    [
      'was stopped for what would stop it again',
      { reason: { kind: 'circuit_breaker', code: null, message: '', remedy: null } },
    ],
    [
      'did not end',
      { reason: { kind: 'config', code: 'provider.listing_endless', message: '', remedy: null } },
    ],
  ] as const)('begins anew where the last one %s', (_what, changes) => {
    const fullRuns = [someUnfinished(changes), someFullRun()];
    expect(decide(someHistory({ fullRuns }))).toEqual({ kind: 'begin', dueAt: DUE });
  });

  it('begins anew where an execution of its own is there already', () => {
    const history = someHistory({ fullRuns: [someUnfinished(), someFullRun()] });
    const decision = decideFullRun(job(), history, { now: NOON, mayResume: false });
    expect(decision).toEqual({ kind: 'begin', dueAt: DUE });
  });

  it('is not a full one that would run out of time', () => {
    expect(decide(someHistory(), { timeoutMinutes: 30 })).toMatchObject({ kind: 'begin' });
    expect(decide(someHistory(), { timeoutMinutes: 29 })).toEqual({
      kind: 'too_long',
      dueAt: DUE,
      estimateMs: HOUR_MS / 2,
    });
  });
});

describe('runs, one after the other', () => {
  const lot = fc.constantFrom('fine', 'fails', 'stands still', 'doubted', 'cancelled');
  const STATUS = { fine: 'completed', fails: 'failed', 'stands still': 'timed_out' } as const;

  /** Each run takes a quarter of an hour, an hour after the one before. */
  function play(lots: readonly (typeof lot extends fc.Arbitrary<infer L> ? L : never)[]) {
    let history = someHistory();
    return lots.map((what, n) => {
      const now = new Date(NOON.getTime() + n * HOUR_MS);
      const decision = decideFullRun(job(), history, { now });
      const [latest] = history.fullRuns;
      if (decision.kind !== 'begin' && decision.kind !== 'resume') {
        history = { ...history, endedLast: `changes ${n}` };
        return { decision, what, latest };
      }
      const resumed = decision.kind === 'resume' ? latest : undefined;
      const ended: FullExecution = {
        ...someUnfinished({ startedAt: now, ...resumed }),
        id: resumed?.id ?? `full ${n}`,
        finishedAt: new Date(now.getTime() + HOUR_MS / 4),
        status: what === 'doubted' ? 'completed' : what === 'cancelled' ? 'cancelled' : STATUS[what],
        doubted: what === 'doubted',
        gotFurther: what !== 'stands still',
        durationMs: null,
      };
      const others = resumed === undefined ? history.fullRuns : history.fullRuns.slice(1);
      history = { ...history, endedLast: ended.id, fullRuns: [ended, ...others] };
      return { decision, what, latest };
    });
  }

  it('never are two full ones that did not get everything, and never none while one is due', () => {
    fc.assert(
      fc.property(fc.array(lot, { minLength: 1, maxLength: 80 }), (lots) => {
        const runs = play(lots);
        const isFull = ({ kind }: FullDecision) => kind === 'begin' || kind === 'resume';
        for (const [n, { decision }] of runs.entries()) {
          const before = runs[n - 1];
          if (before === undefined) continue;
          const hadAll = before.what === 'fine';
          if (isFull(before.decision) && !hadAll) expect(decision.kind).toBe('changes_first');
          if (before.decision.kind === 'changes_first') expect(isFull(decision)).toBe(true);
          if (isFull(before.decision) && hadAll) expect(decision.kind).toBe('later');
        }
      }),
    );
  });

  it('are full ones again within a day and two runs, if full runs are fine', () => {
    fc.assert(
      fc.property(fc.array(lot, { maxLength: 10 }), (lots) => {
        const runs = play([...lots, ...Array.from({ length: 30 }, () => 'fine' as const)]);
        const full = runs.slice(lots.length).filter(({ decision }) => /begin|resume/.test(decision.kind));
        expect(full.length).toBeGreaterThan(0);
      }),
    );
  });

  it('never go on with one that has read everything', () => {
    fc.assert(
      fc.property(fc.array(lot, { maxLength: 60 }), (lots) => {
        for (const { decision, latest } of play(lots)) {
          if (decision.kind === 'resume') expect(latest && hasReadAll(latest)).toBe(false);
        }
      }),
    );
  });
});

describe('what is said of a run', () => {
  const say = (decision: FullDecision) =>
    describeFullRun(decision, { name: 'customers', timeoutMinutes: 60 });

  it('is nothing while no full run is due', () => {
    expect(say({ kind: 'never' })).toBeNull();
    expect(say({ kind: 'later', dueAt: NOON })).toBeNull();
  });

  it('is why it is a full one, or why not', () => {
    const due = 'A full run is due since 2026-11-29T12:00:00.000Z';
    expect(say({ kind: 'begin', dueAt: NOON })).toBe(
      `${due}: it finds what was deleted, and what incremental runs cannot see`,
    );
    expect(say({ kind: 'resume', dueAt: NOON, executionId: 'e' })).toBe(
      `${due}: this one goes on from where it ended`,
    );
    expect(say({ kind: 'changes_first', dueAt: NOON })).toBe(
      `${due}; the last one did not get everything, so changes are read first, and then it is tried again`,
    );
  });

  it('is what to do about one that would run out of time', () => {
    expect(say({ kind: 'too_long', dueAt: NOON, estimateMs: 90_001 * 60 })).toBe(
      'A full run is due since 2026-11-29T12:00:00.000Z, but would take about 91 min and the timeout of the job is 60 min: raise that ' +
        '(`evenkeel jobs change customers --timeout MINUTES`), or begin one by hand (`evenkeel run customers --full`), which is then ' +
        'resumed until it has ended',
    );
  });
});
