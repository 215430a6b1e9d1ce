import { openStages, type OpenStages } from './command/with-stages.js';
import { COVERED_SHARE, COVERING_SEEDS } from './covering-seeds.js';
import {
  JOINED_SEEDS,
  KEPT_SEEDS,
  MATCHED_SEEDS,
  SHARED_SEEDS,
  TOLD_SEEDS,
  TWO_WAY_SEEDS,
} from './kept-seeds.js';
import { TO_COVER } from './scheduler/coverage.js';
import { shareOut } from './share-out.js';
import { simulate, type Simulation } from './simulate.js';
import { EXTERNAL_EVENTS, type ExternalEvent } from './world/world-profile.js';

/** Worlds side by side: while one waits for the database, another goes on. */
const LANES = 3;
const LIMIT_MS = 900_000;

/** The lane of every test run: `npm run simulate` plays as many as there is time for. */
const SEEDS = [...COVERING_SEEDS, ...KEPT_SEEDS.map(({ seed }) => seed)];
/** What people decide about plans and about what is gone waits for them in few seeds. */
const RARE: readonly ExternalEvent[] = ['plan', 'approval'];

describe('simulation', () => {
  let shared: OpenStages;
  const played: Simulation[] = [];
  const joined: Simulation[] = [];
  const matched: Simulation[] = [];
  const told: Simulation[] = [];
  beforeAll(async () => {
    shared = await openStages(LANES);
  }, 90_000);
  afterAll(() => shared.close());

  it(
    'keeps every promise where it once broke them, and in seeds that test each after each fault',
    async () => {
      await shareOut(shared.stages, SEEDS, async (stage, seed) => {
        played.push(await simulate({ stage, seed }));
      });
      const broken = played.filter(({ violation }) => violation !== null);
      expect(broken.map(({ seed, violation, choices }) => [seed, violation, choices.slice(-30)])).toEqual([]);
    },
    LIMIT_MS,
  );

  it(
    'keeps what it promises of joined records',
    async () => {
      await shareOut(
        shared.stages,
        JOINED_SEEDS.map(({ seed }) => seed),
        async (stage, seed) => void joined.push(await simulate({ stage, seed, isJoined: true })),
      );
      const broken = joined.filter(({ violation }) => violation !== null);
      expect(broken.map(({ seed, violation, choices }) => [seed, violation, choices.slice(-30)])).toEqual([]);
    },
    LIMIT_MS,
  );

  it(
    'keeps what it promises where likeness decides who is one',
    async () => {
      await shareOut(
        shared.stages,
        MATCHED_SEEDS.map(({ seed }) => seed),
        async (stage, seed) => void matched.push(await simulate({ stage, seed, isMatched: true })),
      );
      const broken = matched.filter(({ violation }) => violation !== null);
      expect(broken.map(({ seed, violation, choices }) => [seed, violation, choices.slice(-30)])).toEqual([]);
    },
    LIMIT_MS,
  );

  it(
    'keeps what it promises of deliveries, and of what others are told',
    async () => {
      await shareOut(
        shared.stages,
        TOLD_SEEDS.map(({ seed }) => seed),
        async (stage, seed) => void told.push(await simulate({ stage, seed, isTold: true })),
      );
      const broken = told.filter(({ violation }) => violation !== null);
      expect(broken.map(({ seed, violation, choices }) => [seed, violation, choices.slice(-30)])).toEqual([]);
    },
    LIMIT_MS,
  );

  it(
    'keeps what it promises of records that are written to a provider',
    async () => {
      const broken: unknown[] = [];
      const together = new Set(SHARED_SEEDS.map(({ seed }) => seed));
      await shareOut(
        shared.stages,
        [...TWO_WAY_SEEDS, ...SHARED_SEEDS].map(({ seed }) => seed),
        async (stage, seed) => {
          const isMatched = together.has(seed);
          const { violation, choices } = await simulate({ stage, seed, isTwoWay: true, isMatched });
          if (violation !== null) broken.push([seed, violation, choices.slice(-30)]);
        },
      );
      expect(broken).toEqual([]);
    },
    LIMIT_MS,
  );

  it('lets everything happen but what is rare, and tests what it promises after each fault', () => {
    const events = new Set<string>([
      ...[...played, ...joined, ...matched, ...told].flatMap((simulation) => Object.keys(simulation.events)),
      ...RARE,
    ]);
    expect(EXTERNAL_EVENTS.filter((event) => !events.has(event))).toEqual([]);
    const covered = new Set(played.flatMap((simulation) => [...simulation.covered]));
    const left = TO_COVER.filter((pair) => !covered.has(pair));
    // Where this fails the schedules are no longer what they were: `npm run simulate -- --seeds 250 --cover` chooses anew.
    expect(left.slice(Math.floor(TO_COVER.length * (1 - COVERED_SHARE)))).toEqual([]);
  });

  it(
    'takes the same steps when a seed is played again, and when its schedule is',
    async () => {
      const [shortest] = played.toSorted((one, other) => one.choices.length - other.choices.length);
      const { seed, choices, violation } = shortest!;
      const [stage] = shared.stages;
      expect(await simulate({ stage: stage!, seed })).toMatchObject({ seed, choices, violation });
      expect(await simulate({ stage: stage!, seed, choices })).toMatchObject({ seed, choices, violation });
    },
    LIMIT_MS,
  );
});
