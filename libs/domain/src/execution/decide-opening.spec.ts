import type { Job } from '../job/job.js';
import { JOB_DEFAULTS } from '../job/job.js';
import { decideOpening, decideScope } from './decide-opening.js';

const bulk = { externalIds: null };
const named = { externalIds: ['a'] };

describe('decideOpening', () => {
  it.each([
    [
      'starts when nothing is in its way',
      bulk,
      'queue_one',
      {},
      { kind: 'open', lane: 'bulk', status: 'running' },
    ],
    [
      'waits behind an active run',
      bulk,
      'queue_one',
      { active: 'x' },
      { kind: 'open', lane: 'bulk', status: 'queued' },
    ],
    [
      'joins the run that already waits',
      bulk,
      'queue_one',
      { active: 'x', queued: 'y' },
      { kind: 'coalesce', into: 'y' },
    ],
    [
      'joins a waiting run that has not begun yet',
      bulk,
      'skip',
      { queued: 'y' },
      { kind: 'coalesce', into: 'y' },
    ],
    [
      'goes beside everything if it is only a preview',
      { ...bulk, preview: true },
      'skip',
      { active: 'x', queued: 'y' },
      { kind: 'open', lane: 'preview', status: 'running' },
    ],
    [
      'carries a plan out at once',
      { ...bulk, planId: 'p' },
      'queue_one',
      {},
      { kind: 'open', lane: 'bulk', status: 'running' },
    ],
    [
      'or not at all',
      { ...bulk, planId: 'p' },
      'queue_one',
      { queued: 'y' },
      { kind: 'skip', activeRun: 'y' },
    ],
    ['is skipped where the job says so', bulk, 'skip', { active: 'x' }, { kind: 'skip', activeRun: 'x' }],
    [
      'goes beside a bulk run for records that failed before',
      { ...bulk, failureIds: ['7'] },
      'skip',
      { active: 'x' },
      { kind: 'open', lane: 'single', status: 'running' },
    ],
    [
      'goes beside a bulk run, with the places of bulk work, for many records that failed before',
      { ...bulk, failureIds: Array.from({ length: 101 }, (_, n) => String(n)) },
      'skip',
      { active: 'x' },
      { kind: 'open', lane: 'repair', status: 'running' },
    ],
    [
      'goes beside a bulk run for named records',
      named,
      'skip',
      { active: 'x' },
      { kind: 'open', lane: 'single', status: 'running' },
    ],
  ] as const)('%s', (_, trigger, policy, runs, expected) => {
    const { active, queued } = { active: undefined, queued: undefined, ...runs };
    expect(decideOpening(trigger, policy, { active, queued })).toEqual(expected);
  });
});

describe('a run whose job depends on one that is not done', () => {
  const open = (trigger: Parameters<typeof decideOpening>[0], mustWait: boolean) =>
    decideOpening(trigger, 'queue_one', { active: undefined, queued: undefined, mustWait });

  it('waits for it, and begins at once where there is nothing to wait for', () => {
    expect(open(bulk, true)).toEqual({ kind: 'open', lane: 'bulk', status: 'queued' });
    expect(open(bulk, false)).toMatchObject({ status: 'running' });
  });

  it('does not wait to carry out a plan or to read named records', () => {
    expect(open({ ...bulk, planId: 'p' }, true)).toMatchObject({ lane: 'bulk', status: 'running' });
    expect(open(named, true)).toMatchObject({ lane: 'single', status: 'running' });
    expect(open({ ...bulk, failureIds: ['7'] }, true)).toMatchObject({ lane: 'single', status: 'running' });
  });
});

describe('decideScope', () => {
  const job: Job = {
    id: 'j',
    tenantId: 't',
    connectionId: 'c',
    name: 'customers',
    revision: 1,
    definition: { ...JOB_DEFAULTS, stream: 's', recordType: 'customer', overlapSeconds: 60 },
  };
  const watermark = { kind: 'time', value: '2026-01-01T00:10:00.000Z' } as const;

  it('reads everything while there is no watermark', () => {
    expect(decideScope(job, { externalIds: null, mode: null }, undefined)).toEqual({ kind: 'full' });
  });

  it('reads again what lies within the overlap before the watermark', () => {
    expect(decideScope(job, { externalIds: null, mode: null }, watermark)).toEqual({
      kind: 'incremental',
      since: { kind: 'time', value: '2026-01-01T00:09:00.000Z' },
    });
  });

  it('reads everything when the request asks for it', () => {
    expect(decideScope(job, { externalIds: null, mode: 'full' }, watermark)).toEqual({ kind: 'full' });
  });

  it('takes along what failed before only where it does not read everything', () => {
    const request = { externalIds: null, mode: null };
    expect(decideScope(job, request, watermark, ['7'])).toMatchObject({
      kind: 'incremental',
      failureIds: ['7'],
    });
    expect(decideScope(job, request, undefined, ['7'])).toEqual({ kind: 'full' });
    expect(decideScope(job, request, watermark, [])).not.toHaveProperty('failureIds');
  });

  it('reads only what failed before', () => {
    const request = { externalIds: null, failureIds: ['7', '8'], mode: null };
    expect(decideScope(job, request, watermark, ['9'])).toEqual({ kind: 'partial', failureIds: ['7', '8'] });
  });

  it('reads only the named records', () => {
    const scope = decideScope(job, { externalIds: ['a', 'b'], mode: null }, watermark);
    expect(scope).toEqual({ kind: 'single', externalIds: ['a', 'b'] });
  });

  it('reads a time that a person named, and says that it was named', () => {
    const period = { from: '2026-01-01T00:00:00.000Z', to: '2026-02-01T00:00:00.000Z' };
    expect(decideScope(job, { externalIds: null, mode: null, period }, watermark, ['1'])).toEqual({
      kind: 'incremental',
      since: { kind: 'time', value: period.from },
      backfill: period,
    });
    const open = { from: null, to: period.to };
    expect(decideScope(job, { externalIds: null, mode: null, period: open }, undefined)).toMatchObject({
      since: { value: '1970-01-01T00:00:00.000Z' },
    });
  });
});
