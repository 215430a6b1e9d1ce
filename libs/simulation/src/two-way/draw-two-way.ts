import type { JsonObject } from '@evenkeel/domain';
import { drawBus } from '../world/draw-profile.js';
import type { SeededRandom } from '../world/seeded-random.js';
import {
  TWO_WAY_EVENTS,
  type CallFates,
  type TwoWayEvent,
  type TwoWayProfile,
  type WritingProfile,
} from './two-way-profile.js';

/** Longer than anything that was written cannot be found. */
const SETTLES_AFTER_MS = 6_000;
const LONGEST_LAG_MS = 5_000;

const USUAL: Readonly<Record<TwoWayEvent, number>> = {
  crash: 6,
  standstill: 3,
  'lost answer': 3,
  'failed statement': 2,
  leap: 3,
  outage: 1,
  'rate limit': 1,
  'edit here': 8,
  'edit by sql': 16,
  'creation here': 5,
  'deletion here': 2,
  'restoration here': 1,
  'edit there': 18,
  'creation there': 3,
  'deletion there': 2,
  notice: 10,
  'automation here': 14,
  'automation there': 14,
  run: 9,
  'single run': 6,
  cancel: 3,
  pause: 2,
  control: 1,
  resume: 5,
  retry: 3,
  settling: 4,
  decision: 4,
  release: 1,
};

const POLICIES: readonly (JsonObject | null)[] = [
  null,
  { strategy: 'newest_wins' },
  { strategy: 'source_wins' },
  { strategy: 'destination_wins' },
  { strategy: 'newest_wins', fields: { name: 'source_wins', city: 'destination_wins' } },
  { strategy: 'manual' },
  { strategy: 'source_wins', fields: { name: 'manual' } },
];

/** What kind of world that writes a seed plays in. */
export function drawTwoWay(random: SeededRandom): TwoWayProfile {
  const isBothWays = random.chance(0.55);
  const weight = (event: TwoWayEvent) => {
    const own = random.fork(event);
    return USUAL[event] * (own.chance(0.25) ? 0 : 1 + own.below(3));
  };
  return {
    faultySteps: 400 + random.below(400),
    eventRate: 0.06 + random.next() * 0.08,
    weights: {
      ...(Object.fromEntries(TWO_WAY_EVENTS.map((event) => [event, weight(event)])) as Record<
        TwoWayEvent,
        number
      >),
      run: USUAL.run,
    },
    bus: drawBus(random.fork('bus')),
    sweepRate: random.chance(0.3) ? 6 : 2,
    mostRuns: random.below(3),
    scheduleSeconds: null,
    isBothWays,
    mode: random.chance(0.5) ? 'full' : 'incremental',
    writing: drawWriting(random.fork('writing'), isBothWays),
    fates: drawFates(random.fork('fates')),
    conflictPolicy: isBothWays ? policyOf(random.pick(POLICIES), random.below(3)) : null,
    deletePolicy: random.chance(0.5) ? 'delete' : 'ignore',
    pushesOnChange: random.chance(0.4),
    isAutomated: isBothWays && random.chance(0.15),
    ...{ isShared: false, isSettledIn: random.chance(0.7) },
    recordsHere: random.chance(0.6) ? 1 + random.below(4) : 0,
    recordsThere: isBothWays ? 1 + random.below(3) : 0,
    pageSize: 1 + random.below(4),
    timeoutMinutes: random.chance(0.2) ? 1 : 60,
    providerErrors: random.chance(0.5) ? 0 : 0.04,
    slowAnswers: random.chance(0.6) ? 0 : 0.05,
    contention: random.chance(0.5) ? 0.6 : 0,
    refusedValues: random.chance(0.25) ? 0.1 : 0,
    perConnection: 1 + random.below(5),
  };
}

/** What a world is like in which two jobs keep records of one type in step, whatever else its seed draws. Lines that lack much are those of worlds of one job. */
export function sharedProfile({
  recordsThere,
  conflictPolicy,
  writing,
}: TwoWayProfile): Partial<TwoWayProfile> {
  const readsOne = true;
  const isSure = {
    readsOne,
    answers: 'record',
    checksVersion: true,
    givesVersions: true,
    readLagMs: 0,
  } as const;
  return {
    ...{ isShared: true, isBothWays: true, isAutomated: false, refusedValues: 0 },
    recordsThere: recordsThere + 1,
    conflictPolicy: conflictPolicy?.['strategy'] === 'manual' ? null : conflictPolicy,
    writing: { ...writing, ...isSure, lookUp: { by: 'key', settlesAfterMs: SETTLES_AFTER_MS } },
  };
}

/** What goes back and forth is left alone soon enough to be seen. */
function policyOf(policy: JsonObject | null, flips: number): JsonObject | null {
  return flips === 0 ? policy : { strategy: 'newest_wins', ...policy, flipFlopLimit: flips };
}

/**
 * A job that goes both ways needs a version check, or to read the record before it writes, which also lays what it sends over what is there. Nothing is promised of what others
 * change where the provider neither reads one, nor says by answer or version what became of a value.
 */
function drawWriting(random: SeededRandom, isBothWays: boolean): WritingProfile {
  const settlesAfterMs = random.chance(0.8) ? SETTLES_AFTER_MS : null;
  const batchSize = random.chance(0.5) ? 1 : 2 + random.below(2);
  const readsOne = random.chance(0.8);
  const checksVersion = isBothWays ? !readsOne || random.chance(0.55) : random.chance(0.2);
  const answers = random.chance(0.5) ? 'record' : 'id';
  return {
    checksVersion,
    givesVersions: checksVersion || answers === 'id' || random.chance(0.5),
    keyLifetimeSeconds: random.chance(0.6) ? null : random.chance(0.7) ? 86_400 : 90,
    lookUp: random.chance(0.6) ? { by: random.chance(0.6) ? 'key' : 'field', settlesAfterMs } : null,
    lookUpLagMs: random.chance(0.5) ? 0 : random.below(LONGEST_LAG_MS),
    answers,
    batchSize,
    isAllOrNothing: batchSize > 1 && random.chance(0.3),
    update: (isBothWays && !readsOne) || random.chance(0.8) ? 'patch' : 'replace',
    readsOne,
    readLagMs: random.chance(0.6) ? 0 : 1 + random.below(LONGEST_LAG_MS),
    normalises: random.chance(0.4),
  };
}

function drawFates(random: SeededRandom): CallFates {
  const chance = (most: number) => (random.chance(0.4) ? 0 : most * random.next());
  return { lost: chance(0.15), unanswered: chance(0.3), late: chance(0.1), refused: chance(0.1) };
}
