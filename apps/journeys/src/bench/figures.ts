import { dedupeFigures } from './dedupe/dedupe-figures.js';
import { dedupeLoadFigures } from './dedupe/load/dedupe-load-figures.js';
import { EVENT_FIGURES } from './event-figures.js';
import { dedupeQualityFigures } from './dedupe/quality/dedupe-quality-figures.js';
import { figure, type Figure } from './figure.js';
import { measureCapture } from './measure-capture.js';
import { measureDerive } from './measure-derive.js';
import {
  measureExecutors,
  measureMovement,
  measureRealTime,
  measureRealTimeOverKafka,
} from './measure-dispatch.js';
import { measureAgainstFloor } from './measure-floor.js';
import { measureKafkaGrowth, measureStandaloneGrowth, type Growth } from './measure-growth.js';
import { LARGE, measureKafka, measureLarge, measureSmall, type Loads } from './measure-loads.js';
import { measureQuotaShare } from './measure-quota.js';
import { measureShape } from './measure-shape.js';
import type { RunTimes } from './sync-runs.js';
import { TWO_WAY_FIGURES } from './two-way/two-way-figures.js';

type Tell = (progress: string) => void;

/** What is measured, each at most once however many figures come of it. */
class Measurements {
  readonly small = once(this.tell, '10,000 records, one process', measureSmall);
  readonly large = once(this.tell, '200,000 records, one process', measureLarge);
  readonly kafka = once(this.tell, '200,000 records, seven processes and Kafka', measureKafka);
  readonly quota = once(this.tell, 'three jobs that share a quota', measureQuotaShare);
  readonly executors = once(this.tell, 'a slow provider, one and four executors', measureExecutors);
  readonly movement = once(this.tell, 'the first movement of a run', measureMovement);
  readonly realTime = once(this.tell, '500 single runs beside 200,000 records', measureRealTime);
  readonly realTimeKafka = once(this.tell, 'the same over Kafka', measureRealTimeOverKafka);
  readonly floor = once(this.tell, '100,000 products as a user syncs them', measureAgainstFloor);
  readonly shape = once(this.tell, '20,000 unchanged products, looked at and not', measureShape);
  readonly capture = once(this.tell, '100,000 records updated by SQL', measureCapture);
  readonly derive = once(this.tell, '20,000 records with three derived ones each', measureDerive);
  readonly million = once(this.tell, '1,000,000 records, one process', measureStandaloneGrowth);
  readonly millionKafka = once(this.tell, '1,000,000 records, seven processes and Kafka', measureKafkaGrowth);

  constructor(readonly tell: Tell) {}
}

function once<T>(tell: Tell, what: string, measure: () => Promise<T>): () => Promise<T> {
  let measured: Promise<T> | undefined;
  return () => {
    if (measured === undefined) tell(`${what} ...`);
    measured ??= measure();
    return measured;
  };
}

/** By the name that `--only` takes, in the order in which they are shown. */
const FIGURES: Readonly<Record<string, (measured: Measurements) => Promise<readonly Figure[]>>> = {
  a: async ({ small }) => {
    const { seconds } = await small();
    return [figure('(a) 10,000 records end to end, one process', 's', seconds, { atMost: 0.6 })];
  },
  b: async ({ large }) => {
    const loads = await large();
    return [
      figure('(b) first load of 200,000 / COPY of the same rows', 'x', loads.share, { atLeast: 0.5 }),
      ...ratesOf('first load of 200,000', loads.first),
    ];
  },
  c: async ({ large }) => {
    const { again } = await large();
    return [
      figure('(c) unchanged re-sync of 200,000', 'records/s', again.map(rateOf)),
      ...processorTimes(again),
    ];
  },
  d: async ({ small, large }) => {
    const [{ memoryMb: smallMb }, { memoryMb: largeMb }] = [await small(), await large()];
    return [
      figure('(d) peak memory, 200,000 / 10,000 records', 'x', [largeMb / smallMb], { atMost: 1.2 }),
      figure('    peak memory with 200,000 records', 'MB', [largeMb]),
    ];
  },
  e: async ({ kafka }) => {
    const { share, first, again }: Loads = await kafka();
    return [
      figure('(e) first load over Kafka / COPY of the same rows', 'x', share, { atLeast: 1 / 3 }),
      ...ratesOf('first load over Kafka', first),
      ...ratesOf('unchanged re-sync over Kafka', again),
    ];
  },
  capture: async ({ capture }) => {
    const { captured, plain } = await capture();
    const share = captured.map((seconds, round) => (plain[round] ?? NaN) / seconds);
    return [figure('(capture) rate of a bulk update with / without capture', 'x', share, { atLeast: 1 / 3 })];
  },
  floor: async ({ floor }) => {
    const rounds = await floor();
    const beside = (other: 'floor' | 'peer', kind: 'first' | 'again') =>
      rounds.flatMap(({ engine, [other]: times }) =>
        times === undefined ? [] : [times[kind] / engine[kind]],
      );
    const seconds = (kind: 'first' | 'again') => rounds.map(({ engine }) => engine[kind]);
    return [
      figure('(j) 100,000 products with defaults, rate / the floor program', 'x', beside('floor', 'first'), {
        atLeast: 0.75,
      }),
      figure('    the same', 's', seconds('first')),
      ...ofPeer('    the same, rate / dlt', beside('peer', 'first'), 1.6),
      figure('(k) the same unchanged, rate / the floor program', 'x', beside('floor', 'again'), {
        atLeast: 0.75,
      }),
      figure('    the same', 's', seconds('again')),
      ...ofPeer('    the same, rate / dlt', beside('peer', 'again'), 3),
    ];
  },
  shape: async ({ shape }) => {
    const turns = await shape();
    const ratios = (kind: 'evolve' | 'stop') => turns.map((turn) => turn.blind / turn[kind]);
    return [
      figure('(l) applying unchanged products that are looked at / not', 'x', ratios('evolve'), {
        atLeast: 0.98,
      }),
      figure('    the same where each is looked at (stop)', 'x', ratios('stop')),
    ];
  },
  f: async ({ quota }) => [
    figure('(f) share of the calls a quota allows, three jobs', 'x', [await quota()], { atLeast: 0.7 }),
  ],
  executors: async ({ executors }) => [
    figure('(g) four executor processes / one, 50 ms a page', 'x', [await executors()], { atLeast: 3 }),
  ],
  movement: async ({ movement }) => [
    figure('(h) from the request to the first visible movement', 's', await movement(), { atMost: 1 }),
  ],
  realtime: async ({ realTime }) => [
    figure('(i) p99 of a single run beside bulk, accepted to committed', 'ms', [await realTime()], {
      atMost: 500,
    }),
  ],
  'realtime-kafka': async ({ realTimeKafka }) => [
    figure('    the same over Kafka', 'ms', [await realTimeKafka()]),
  ],
  derive: async ({ derive }) => {
    const { first, again } = await derive();
    return [
      figure('(j) first load with 3 derived records each / without', 'x', first),
      figure('    the same where nothing changed', 'x', again),
    ];
  },
  ...TWO_WAY_FIGURES,
  ...EVENT_FIGURES,
  dedupe: async () => dedupeFigures(),
  'dedupe-load': ({ tell }) => dedupeLoadFigures({ stored: 1_000_000, incoming: 200_000 }, tell),
  'dedupe-load-small': ({ tell }) => dedupeLoadFigures({ stored: 100_000, incoming: 10_000 }, tell),
  'dedupe-quality': async ({ tell }) => {
    tell('3,000 people who come to 1,000,000 ...');
    return dedupeQualityFigures({ stored: 1_000_000, incoming: 3_000 });
  },
  million: async ({ million, millionKafka }) => [
    ...growthOf('1,000,000', await million()),
    ...growthOf('1,000,000 over Kafka', await millionKafka()),
  ],
};

/** They take minutes, or are of jobs that use more than most, so they have to be asked for. */
const NOT_BY_ITSELF = ['million', 'derive', 'dedupe-load', 'dedupe-load-small', 'dedupe-quality'];

export const FIGURE_NAMES = Object.keys(FIGURES);

/** The figures of these names; all but the longest where there are none. */
export async function measureFigures(names: readonly string[], tell: Tell): Promise<readonly Figure[]> {
  const measured = new Measurements(tell);
  const wanted = names.length > 0 ? names : FIGURE_NAMES.filter((name) => !NOT_BY_ITSELF.includes(name));
  const figures: Figure[] = [];
  for (const name of wanted) figures.push(...((await FIGURES[name]?.(measured)) ?? []));
  return figures;
}

/** None where the peer was not measured, which was said aloud. */
function ofPeer(name: string, shares: readonly number[], atLeast: number): readonly Figure[] {
  return shares.length === 0 ? [] : [figure(name, 'x', shares, { atLeast })];
}

function ratesOf(what: string, runs: readonly RunTimes[]): readonly Figure[] {
  return [figure(`    ${what}`, 'records/s', runs.map(rateOf)), ...processorTimes(runs)];
}

function rateOf({ wall }: RunTimes): number {
  return LARGE / wall;
}

/** What a machine that is busy with other things does not change. */
function processorTimes(runs: readonly RunTimes[]): readonly Figure[] {
  const aRecord = (seconds: number) => (seconds / LARGE) * 1e6;
  const engine = runs.map((run) => aRecord(run.engine));
  const postgres = runs.map((run) => aRecord(run.postgres));
  return [
    figure('      processor time of the engine', 'us/record', engine),
    figure('      processor time of Postgres', 'us/record', postgres),
  ];
}

function growthOf(what: string, { memory, rate }: Growth): readonly Figure[] {
  const memories = [...memory].map(([name, times]) =>
    figure(`peak memory of ${name}, ${what} / 10,000 records`, 'x', [times], { atMost: 1.2 }),
  );
  return [
    ...memories,
    figure(`rate at the end of ${what} / at its beginning`, 'x', [rate], { atLeast: 0.85 }),
  ];
}
