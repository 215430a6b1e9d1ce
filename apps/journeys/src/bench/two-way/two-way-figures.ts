import { figure, type Figure } from '../figure.js';
import type { RunTimes } from '../sync-runs.js';
import { measurePushLatency } from './measure-push-latency.js';
import { measurePushThroughput, type PushedRates } from './measure-push-throughput.js';
import { measureTwoWayUnchanged } from './measure-two-way-unchanged.js';

type Tell = (progress: string) => void;

/** Figures of jobs that write to a provider, by the name that `--only` takes. */
export const TWO_WAY_FIGURES: Readonly<
  Record<string, (measured: { readonly tell: Tell }) => Promise<readonly Figure[]>>
> = {
  'push-latency': async ({ tell }) => {
    tell('edits that are pushed at once beside runs of 100,000 records ...');
    const { api, sql } = await measurePushLatency();
    return [...latencyOf('an edit over the API', api, 500), ...latencyOf('an edit by SQL', sql, 800)];
  },
  'push-throughput': async ({ tell }) => {
    tell('10,000 changed records, written one by one and in batches ...');
    const { single, batched } = await measurePushThroughput();
    return [...ratesOf('each with a call', single), ...ratesOf('50 with a call', batched)];
  },
  'two-way-unchanged': async ({ tell }) => {
    tell('100,000 unchanged records, read by a job of one direction and of both ...');
    const rounds = await measureTwoWayUnchanged();
    return [
      figure(
        '(two-way-unchanged) rate of a run both ways / inbound, nothing changed',
        'x',
        rounds.map(({ inbound, bothWays }) => inbound / bothWays),
        { atLeast: 0.85 },
      ),
    ];
  },
};

/** Of so many milliseconds each, in ascending order. */
function latencyOf(what: string, ms: readonly number[], atMost: number): readonly Figure[] {
  const quantile = (share: number) => ms[Math.ceil(ms.length * share) - 1] ?? NaN;
  return [
    figure(`(push-latency) p99 from ${what} to the answer of the provider`, 'ms', [quantile(0.99)], {
      atMost,
    }),
    figure(`    p50 of ${ms.length} of them`, 'ms', [quantile(0.5)]),
  ];
}

function ratesOf(what: string, { records, allowedSeconds, runs }: PushedRates): readonly Figure[] {
  const aRecord = (seconds: (run: RunTimes) => number) => runs.map((run) => (seconds(run) / records) * 1e6);
  return [
    figure(
      `(push-throughput) ${what}: share of what the provider allows`,
      'x',
      runs.map(({ wall }) => allowedSeconds / wall),
      { atLeast: 0.8 },
    ),
    figure(
      '    the same',
      'records/s',
      runs.map(({ wall }) => records / wall),
    ),
    figure(
      '      processor time of the engine',
      'us/record',
      aRecord(({ engine }) => engine),
    ),
    figure(
      '      processor time of Postgres',
      'us/record',
      aRecord(({ postgres }) => postgres),
    ),
  ];
}
