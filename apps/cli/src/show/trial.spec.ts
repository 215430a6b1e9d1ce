import type { TrialView } from '@evenkeel/contracts-admin';
import { describeTrial } from './trial.js';

type Call = TrialView['streams'][number]['pages'][number]['calls'][number];
const call = (at: number, problem: Call['problem'] = null): Call => ({
  ...{ method: 'GET', url: `https://api.example/${at}`, headers: {}, body: null, tookMs: 5 },
  ...{ status: 200, answer: 'an empty list', problem },
});

it('tells the first calls of a page that took many, and each that failed', () => {
  const problem = {
    code: 'provider.timeout',
    errorClass: 'transient',
    message: 'no answer',
    remedy: 'wait',
  } as const;
  const calls = Array.from({ length: 100 }, (_, at) => call(at, at === 50 ? problem : null));
  const page = { calls, records: 3, first: [], next: null, bound: null, total: null, problem: null };
  const trial: TrialView = {
    ok: true,
    streams: [
      {
        ...{ stream: 'lines', pageSize: 100, pages: [page], changes: null, listed: null, madeUp: null },
        ...{ writes: ['create', 'delete'], doubts: [], problem: null },
      },
    ],
  };
  const lines = describeTrial(trial);
  expect(lines.filter((line) => line.includes('GET'))).toHaveLength(7);
  expect(lines[0]).toBe('lines: 3 records on 1 page; can be written (create, delete), which is not tried');
  expect(lines).toContain('    and 93 more calls');
  expect(lines).toContain('    GET https://api.example/50');
});
