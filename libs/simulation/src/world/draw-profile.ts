import { PRIORITIES, type FullEvery } from '@evenkeel/domain';
import { LISTING_ENDS } from '../workload/provider/listing-place.js';
import { GONE_ANSWERS, type GoneAnswer, type RecordAnswers } from '../workload/provider/record-answers.js';
import type { SeededRandom } from './seeded-random.js';
import type { BusFaults } from './simulated-bus.js';
import { EXTERNAL_EVENTS, type ExternalEvent, type WorldProfile } from './world-profile.js';

/** More than any stream has, with all that comes twice. */
const MOST_LISTED = 60;

const USUAL: Readonly<Record<ExternalEvent, number>> = {
  crash: 5,
  standstill: 3,
  'lost answer': 3,
  'failed statement': 2,
  edit: 25,
  delete: 4,
  reappearance: 3,
  arrival: 2,
  move: 2,
  lie: 2,
  poison: 3,
  run: 4,
  'single run': 5,
  cancel: 4,
  pause: 4,
  control: 3,
  resume: 6,
  leap: 3,
  week: 0.3,
  outage: 1,
  'rate limit': 1,
  'endless listing': 0.7,
  'wrong total': 1,
  'clock ahead': 1,
  retry: 6,
  approval: 6,
  preview: 1.5,
  plan: 4,
  'group run': 1.5,
  removal: 1,
  unmerge: 3,
  // A person is asked only where likeness decides.
  'match decision': 0,
  'trigger message': 12,
  delivery: 15,
};

/** Worlds that are played where they are asked for: no seed draws them. */
const ASKED_FOR = { isJoined: false, isMatched: false, isTold: false };

/** What kind of world a seed plays in. What is drawn from a fork changes nothing of what else is drawn. */
export function drawProfile(random: SeededRandom): WorldProfile {
  const weight = (event: ExternalEvent) => {
    const own = random.fork(event);
    return USUAL[event] * (own.chance(0.25) ? 0 : 1 + own.below(3));
  };
  return {
    faultySteps: 600 + random.below(600),
    eventRate: 0.02 + random.next() * 0.08,
    weights: Object.fromEntries(EXTERNAL_EVENTS.map((event) => [event, weight(event)])) as Record<
      ExternalEvent,
      number
    >,
    bus: drawBus(random),
    providerErrors: random.chance(0.5) ? 0 : 0.05,
    slowAnswers: random.chance(0.7) ? 0 : 0.05,
    timeoutMinutes: random.chance(0.3) ? 1 : 60,
    scheduleSeconds: random.chance(0.4) ? 10 + random.below(30) : null,
    fullEvery: drawFullEvery(random.fork('full every')),
    fullRuns: 0.2,
    deleteCeiling: { percent: 10, records: random.chance(0.5) ? 100 : random.below(3) },
    ...drawCrowd(random),
    sweepRate: random.chance(0.2) ? 8 : 1,
    priority: random.pick(PRIORITIES),
    isDependent: random.chance(0.2),
    requiresApproval: random.chance(0.15),
    slices: random.chance(0.5) ? 1 : 2 + random.below(2),
    isShifting: random.chance(0.5),
    thingsInventory: random.chance(0.3),
    eventsInventory: random.chance(0.2),
    perConnection: 1 + random.below(5),
    unproven: 1 + random.below(3),
    ...ASKED_FOR,
    hasExtras: random.chance(0.3),
    ...drawListings(random),
    answers: drawAnswers(random.fork('answers')),
    tombstones: random.fork('tombstones').chance(0.4),
    // Without, a question that is asked later and answered earlier wins with what is older, until the next run.
    eventsTimes: true,
  };
}

/** More runs side by side make a seed longer, and find more only where they meet. */
function drawCrowd(random: SeededRandom) {
  return random.chance(0.3)
    ? { contention: 0.8, moreRecords: 6, mostRuns: 6 }
    : { contention: 0, moreRecords: 0, mostRuns: random.below(4) };
}

export function drawBus(random: SeededRandom): BusFaults {
  return {
    lose: random.chance(0.3) ? 0 : 0.15 * random.next(),
    double: 0.4 * random.next(),
    delay: random.chance(0.3) ? 0 : 0.4 * random.next(),
  };
}

/** Often within the time that a world has, or never within it. */
function drawFullEvery(random: SeededRandom): FullEvery {
  return random.chance(0.5) ? 'default' : { everySeconds: 5 + random.below(60) };
}

/** What listings are like, and what may be seen of them. */
function drawListings(random: SeededRandom) {
  return {
    overlaps: true,
    thingsEnd: random.pick(LISTING_ENDS),
    eventsEnd: random.pick(LISTING_ENDS),
    tellsTotals: random.chance(0.5),
    twins: random.chance(0.4) ? 0.1 : 0,
    maxRecords: random.chance(0.5) ? MOST_LISTED : null,
    comesBack: random.fork('comes back').chance(0.2),
  } satisfies Partial<WorldProfile>;
}

function drawAnswers(random: SeededRandom): RecordAnswers {
  return {
    gone: random.pick(Object.keys(GONE_ANSWERS) as readonly GoneAnswer[]),
    declaresGone: random.chance(0.7),
    hasOtherShape: random.chance(0.5),
    declaresSameShape: random.chance(0.5),
  };
}
