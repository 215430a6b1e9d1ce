import { assert, constantFrom, property, record, type Arbitrary, array, boolean } from 'fast-check';
import { CHUNK_STATES, type Chunk } from '../chunk/chunk.js';
import { makeChunks } from '../chunk/make-chunks.js';
import { describeProblem, SyncError } from '../errors/sync-error.js';
import { JOB_DEFAULTS, type Job } from '../job/job.js';
import { startPlan } from '../preview/start-plan.js';
import type { Plan } from '../preview/plan.js';
import { NO_OUTCOMES, type OutcomeCounts } from '../receipt/outcome.js';
import { NO_TRIES } from '../retry/call-postponed.js';
import { decideNext, isUnderWay, type ExecutionFacts, type Next, type Verification } from './decide-next.js';
import { someExecution } from './testing/some-execution.js';

const NOW = new Date('2026-11-21T12:00:00Z');
const LATER = new Date('2026-11-21T13:00:00Z');
const LONG_AGO = new Date('2026-11-21T11:00:00Z');

const job = { id: 'j', revision: 1, definition: JOB_DEFAULTS } as unknown as Job;
const limited = (contract: Partial<Job['definition']['contract']>): Job => ({
  ...job,
  definition: { ...job.definition, contract: { ...JOB_DEFAULTS.contract, ...contract } },
});

let made = 0;
function chunk(changes: Partial<Chunk> = {}): Chunk {
  const [one] = makeChunks(someExecution(), [{ kind: 'whole' }], { nextId: () => `c${++made}` });
  return { ...one!, state: 'applied', ...changes };
}
const created = (records: number): Partial<Chunk> => counted({ created: records }, records);
const counted = (outcomes: Partial<OutcomeCounts>, fetched: number): Partial<Chunk> => ({
  pagesApplied: 1,
  fetched,
  outcomes: { ...NO_OUTCOMES, ...outcomes },
});

/** A full run that goes on: one chunk is applied, nothing is left, and its listing was judged. */
function facts(changes: Partial<ExecutionFacts> = {}): ExecutionFacts {
  return {
    execution: someExecution(),
    job,
    chunks: [chunk()],
    deadline: LATER,
    now: NOW,
    waitingSince: null,
    wanted: [],
    retried: [],
    isJudged: true,
    plan: undefined,
    ...changes,
  };
}

/** The page results say what the chunks do. */
const agreeing = ({ chunks }: Pick<ExecutionFacts, 'chunks'>): Verification => ({
  totals: chunks.map(({ id, pagesApplied, fetched, outcomes }) => ({
    chunkId: id,
    pages: pagesApplied,
    inputs: fetched,
    outcomes,
    unbroken: true,
  })),
  difference: undefined,
});

const kindOf = (known: ExecutionFacts, verification?: Verification) => decideNext(known, verification).kind;
const verified = (known: ExecutionFacts): Next => decideNext(known, agreeing(known));

describe('decideNext', () => {
  it('waits while chunks are under way', () => {
    expect(kindOf(facts({ chunks: [chunk(), chunk({ state: 'claimed' })] }))).toBe('wait');
  });

  it('is out of time where its provider is waited for longer than it has', () => {
    const problem = describeProblem(new SyncError('provider.rate_limited', 'Not today'));
    const postponed = { waiting: 'quota', problem, tries: NO_TRIES, pagesApplied: 0 } as const;
    const waits = chunk({ state: 'planned', notBefore: LATER, postponed });
    expect(decideNext(facts({ chunks: [waits], deadline: LATER }))).toEqual({
      kind: 'out_of_time',
      postponed,
      until: LATER,
    });
  });

  it('gives up once a chunk failed, though others are under way and its time is over', () => {
    const chunks = [chunk({ state: 'claimed' }), chunk({ state: 'failed' })];
    expect(kindOf(facts({ chunks, deadline: NOW }))).toBe('give_up');
  });

  it('reads the details that an inventory wants before it tries anything again', () => {
    const wanted = [{ chunkId: 'c', pageNo: 0, wanted: 3 }];
    const retried = [{ chunk: chunk(), externalIds: ['a'] }];
    expect(decideNext(facts({ wanted, retried }))).toEqual({
      kind: 'read_details',
      slices: [{ kind: 'details', listing: 'c', fromPage: 0, untilPage: 1 }],
    });
    expect(kindOf(facts({ wanted: [{ ...wanted[0]!, wanted: 0 }] }))).toBe('verify');
  });

  it('tries again what failed in a way that may pass, even beyond its deadline', () => {
    const [part, none] = [
      { chunk: chunk(), externalIds: ['a'] },
      { chunk: chunk(), externalIds: [] },
    ];
    expect(decideNext(facts({ retried: [part, none], deadline: NOW }))).toEqual({
      kind: 'retry_records',
      parts: [part],
    });
    expect(kindOf(facts({ retried: [none] }))).toBe('verify');
  });

  it('has its listing judged, unless it broke its contract: then it ends', () => {
    const chunks = [chunk(created(2))];
    expect(kindOf(facts({ chunks, isJudged: false }))).toBe('judge');
    const broken = facts({ chunks, isJudged: false, job: limited({ minRecords: 3 }) });
    expect(kindOf(broken)).toBe('verify');
    expect(verified(broken)).toMatchObject({
      kind: 'close',
      closing: { status: 'failed', reason: { code: 'run.contract_broken' } },
    });
  });

  it('times out at its deadline, also while it waits for the judgement', () => {
    expect(kindOf(facts({ chunks: [chunk({ state: 'claimed' })], deadline: NOW }))).toBe('time_out');
    expect(kindOf(facts({ isJudged: false, deadline: NOW }))).toBe('time_out');
  });

  it('does not time out while it is in doubt whether the bus takes messages', () => {
    const late = { chunks: [chunk({ state: 'claimed' })], deadline: NOW };
    expect(kindOf(facts({ ...late, waitingSince: LONG_AGO }))).toBe('wait');
    expect(kindOf(facts({ ...late, waitingSince: NOW }))).toBe('time_out');
  });

  it('ends only once it was verified what its chunks counted', () => {
    const done = facts({ chunks: [chunk(created(2))] });
    expect(kindOf(done)).toBe('verify');
    expect(verified(done)).toMatchObject({ kind: 'close', closing: { status: 'completed' } });
    const { totals } = agreeing(done);
    expect(decideNext(done, { totals, difference: 'a is active and was not listed' })).toMatchObject({
      closing: { status: 'failed', reason: { kind: 'verification' } },
    });
    expect(decideNext(done, { totals: [], difference: undefined })).toMatchObject({
      closing: { status: 'failed' },
    });
  });
});

describe('decideNext of a run that makes a plan to be approved', () => {
  const execution = someExecution({ plan: { kind: 'approval', planId: 'p' } });
  const plan = (state: Plan['state']): Plan => ({ ...startPlan('p', execution, NOW), state });
  const making = chunk({ ...created(2), plan: { role: 'make', planId: 'p' } });
  const known = { execution, chunks: [making], plan: plan('making') };

  it('waits for its approval once the plan is made', () => {
    expect(verified(facts(known))).toEqual({ kind: 'await_approval' });
  });

  it('ends at once if it has failed', () => {
    const refused = chunk({ ...counted({ rejected: 2 }, 2), plan: { role: 'make', planId: 'p' } });
    expect(verified(facts({ ...known, chunks: [refused] }))).toMatchObject({
      kind: 'close',
      closing: { status: 'failed' },
    });
  });

  it('carries the plan out once it was approved, without verifying its listing again', () => {
    const approved = plan('approved');
    expect(decideNext(facts({ ...known, plan: approved }))).toEqual({ kind: 'carry_out', plan: approved });
  });

  it('ends once the plan was carried out', () => {
    const plan = { role: 'follow', planId: 'p', movedInto: 'm' } as const;
    const chunks = [making, chunk({ ...created(2), plan })];
    expect(verified(facts({ execution, chunks }))).toMatchObject({
      kind: 'close',
      closing: { status: 'completed' },
    });
  });
});

describe('decideNext, whatever is known', () => {
  const someFacts: Arbitrary<ExecutionFacts> = record({
    states: array(constantFrom(...CHUNK_STATES.filter((state) => state !== 'abandoned')), { maxLength: 4 }),
    isLate: boolean(),
    isInDoubt: boolean(),
    isJudged: boolean(),
    isRetried: boolean(),
  }).map(({ states, isLate, isInDoubt, isJudged, isRetried }) => {
    const chunks = states.map((state) => chunk({ state, ...created(1) }));
    const isApplied = chunks.every(({ state }) => state === 'applied');
    return facts({
      chunks,
      deadline: isLate ? NOW : LATER,
      waitingSince: isLate && isInDoubt ? LONG_AGO : null,
      isJudged: !isApplied || isJudged,
      retried: isApplied && isRetried ? chunks.map((one) => ({ chunk: one, externalIds: ['a'] })) : [],
    });
  });

  it('waits for what is under way, so that nothing else need be loaded of it', () => {
    assert(property(someFacts, (known) => !isUnderWay(known) || kindOf(known) === 'wait'));
  });

  it('waits longer only where it is in doubt whether its time is over', () => {
    assert(
      property(
        someFacts,
        (known) => kindOf(known) !== 'wait' || isUnderWay(known) || known.waitingSince !== null,
      ),
    );
  });

  it('ends nothing as completed of which a chunk has not reached its end', () => {
    assert(
      property(someFacts, (known) => {
        const next = verified(known);
        return next.kind !== 'close' || known.chunks.every(({ state }) => state === 'applied');
      }),
    );
  });

  it('never asks for the verification twice', () => {
    assert(property(someFacts, (known) => verified(known).kind !== 'verify'));
  });
});
