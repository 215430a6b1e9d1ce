import { chooseCovering, TO_COVER, type Covering } from '../scheduler/coverage.js';
import { seedsFrom, shareOut } from '../share-out.js';
import { simulate, type Simulation } from '../simulate.js';
import type { CommandLine } from './command-line.js';
import { writeSchedule } from './recorded-schedule.js';
import { withStages } from './with-stages.js';

const STEPS_SHOWN = 40;

interface Summary {
  seeds: number;
  steps: number;
  checks: number;
  violations: number;
  /** Seeds whose second play took the same steps; null if there was none. */
  same: number | null;
  readonly events: Record<string, number>;
  /** In how many seeds the provider could not do it. */
  readonly lacks: Record<string, number>;
}

/** Plays the seeds and says how it went. Gives the exit code: 0 as hoped for, 1 not. */
export async function playSeeds(commandLine: CommandLine): Promise<number> {
  const { seeds, from, without, json, twice, cover, lanes } = commandLine;
  const { isJoined, isMatched, isTold, isTwoWay } = commandLine;
  const played: Covering[] = [];
  const startedAt = Date.now();
  const summary: Summary = {
    seeds: 0,
    steps: 0,
    checks: 0,
    violations: 0,
    same: twice ? 0 : null,
    events: {},
    lacks: {},
  };
  const say = (line: string) => void (json ? process.stderr : process.stdout).write(`${line}\n`);
  await withStages(lanes, without, (stages) =>
    shareOut(stages, seedsFrom(from, seeds), async (stage, seed) => {
      const options = { stage, seed, without, isJoined, isMatched, isTold, isTwoWay };
      const simulation = await simulate(options);
      if (twice && isSame(simulation, await simulate(options))) summary.same = (summary.same ?? 0) + 1;
      count(summary, simulation);
      played.push({ seed, steps: simulation.choices.length, covered: simulation.covered });
      if (simulation.violation !== null) describe(simulation, say);
      if (summary.seeds % 10 === 0) say(`${summary.seeds} seeds, ${perMinute(summary, startedAt)} a minute`);
      // Where a mechanism is missing the first violation is enough.
      return simulation.violation !== null && without !== undefined ? 'enough' : undefined;
    }),
  );
  const figures = { ...summary, seedsPerMinute: perMinute(summary, startedAt), without: without ?? null };
  if (json) process.stdout.write(`${JSON.stringify(figures)}\n`);
  else say(tell(figures));
  if (cover) tellCovering(played, say);
  const isFound = summary.violations > 0;
  return isFound === (without !== undefined) ? 0 : 1;
}

function count(summary: Summary, { choices, checks, violation, events, lacks }: Simulation): void {
  summary.seeds += 1;
  summary.steps += choices.length;
  summary.checks += checks;
  if (violation !== null) summary.violations += 1;
  for (const [name, times] of Object.entries(events)) {
    summary.events[name] = (summary.events[name] ?? 0) + times;
  }
  for (const name of lacks) summary.lacks[name] = (summary.lacks[name] ?? 0) + 1;
}

function isSame(one: Simulation, other: Simulation): boolean {
  return one.violation === other.violation && one.choices.join('\n') === other.choices.join('\n');
}

function describe(simulation: Simulation, say: (line: string) => void): void {
  const { seed, violation, choices } = simulation;
  say(`seed ${seed}, step ${choices.length}: ${violation}`);
  for (const [index, choice] of [...choices.entries()].slice(-STEPS_SHOWN)) say(`  ${index + 1}. ${choice}`);
  say(`replay with: npm run simulate -- --replay ${writeSchedule(simulation)}`);
}

function tellCovering(played: readonly Covering[], say: (line: string) => void): void {
  const { seeds, left } = chooseCovering(played);
  say(
    `${seeds.length} seeds cover ${TO_COVER.length - left.length} of ${TO_COVER.length}: ${seeds.join(', ')}`,
  );
  for (const pair of left) say(`  left: ${pair}`);
}

function perMinute({ seeds }: Summary, startedAt: number): number {
  return Math.round((seeds * 60_000) / (Date.now() - startedAt));
}

function tell(
  figures: Summary & { readonly seedsPerMinute: number; readonly without: string | null },
): string {
  const events = Object.entries(figures.events).map(([name, times]) => `${name} ${times}`);
  const share = (times: number) => `${Math.round((100 * times) / figures.seeds)} %`;
  const lacks = Object.entries(figures.lacks).map(([name, times]) => `${name} in ${share(times)}`);
  return [
    `${figures.seeds} seeds, ${figures.steps} steps, ${figures.checks} checks, ${figures.seedsPerMinute} seeds a minute`,
    `events: ${events.join(', ')}`,
    ...(lacks.length === 0 ? [] : [`without: ${lacks.join(', ')}`]),
    ...(figures.same === null ? [] : [`${figures.same} of ${figures.seeds} seeds took the same steps twice`]),
    ...(figures.without === null ? [] : [`without ${figures.without}`]),
    `violations: ${figures.violations}`,
  ].join('\n');
}
