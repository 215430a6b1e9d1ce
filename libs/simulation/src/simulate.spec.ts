import { withStages } from './command/with-stages.js';
import type { Stage } from './database/stage.js';
import { KEPT_SEEDS } from './kept-seeds.js';
import { seedsFrom, shareOut } from './share-out.js';
import type { ExternalEvent } from './world/world-profile.js';
import { simulate, type Simulation } from './simulate.js';

/** The lane of every test run: `npm run simulate` plays as many as there is time for. */
const SEEDS = 50;
const REPLAYED = 3;
/** What happens in so many seeds for certain. */
const COMMON: readonly ExternalEvent[] = [
  'crash',
  'standstill',
  'lost answer',
  'edit',
  'delete',
  'reappearance',
  'lie',
  'cancel',
  'resume',
  'pause',
  'control',
  'preview',
];
/** Worlds side by side: while one waits for the database, another goes on. */
const LANES = 3;
const LIMIT_MS = 900_000;

async function play(seeds: readonly number[]): Promise<readonly Simulation[]> {
  const played: Simulation[] = [];
  await withStages(LANES, undefined, (stages) =>
    shareOut(stages, seeds, async (stage, seed) => void played.push(await simulate({ stage, seed }))),
  );
  return played;
}

const shortest = (played: readonly Simulation[], count: number) =>
  [...played].sort((one, other) => one.choices.length - other.choices.length).slice(0, count);

describe('simulation', () => {
  let played: readonly Simulation[] = [];
  const onOneStage = (work: (stage: Stage) => Promise<void>) =>
    withStages(1, undefined, async ([stage]) => work(stage!));

  it(
    `keeps every promise over ${SEEDS} seeds of crashes, standstills, cancels and lost messages`,
    async () => {
      played = await play(seedsFrom(1, SEEDS));
      const broken = played.filter(({ violation }) => violation !== null);
      expect(broken.map(({ seed, violation, choices }) => [seed, violation, choices.slice(-30)])).toEqual([]);
      const sum = (event: keyof Simulation['events']) =>
        played.reduce((total, { events }) => total + (events[event] ?? 0), 0);
      for (const event of COMMON) expect([event, sum(event)]).not.toEqual([event, 0]);
    },
    LIMIT_MS,
  );

  it(
    'takes the same steps when a seed is played again, and when its schedule is',
    () =>
      onOneStage(async (stage) => {
        for (const { seed, choices, violation } of shortest(played, REPLAYED)) {
          expect(await simulate({ stage, seed })).toMatchObject({ seed, choices, violation });
          expect(await simulate({ stage, seed, choices })).toMatchObject({ seed, choices, violation });
        }
      }),
    LIMIT_MS,
  );

  it(
    'keeps its promises where it once broke them',
    async () => {
      const again = await play(KEPT_SEEDS.map(({ seed }) => seed));
      expect(again.filter(({ violation }) => violation !== null)).toEqual([]);
    },
    LIMIT_MS,
  );
});
