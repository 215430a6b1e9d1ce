import type { Stage } from '../database/stage.js';
import { simulate, type Simulation } from '../simulate.js';
import type { CommandLine } from './command-line.js';
import { readSchedule, writeSchedule } from './recorded-schedule.js';

const STEPS_SHOWN = 40;

interface Summary {
  seeds: number;
  steps: number;
  checks: number;
  violations: number;
  /** Seeds whose second play took the same steps; null if there was none. */
  same: number | null;
  readonly mishaps: Record<string, number>;
}

/** Plays one seed after the other and says how it went. Gives the exit code. */
export async function playSeeds(stage: Stage, commandLine: CommandLine): Promise<number> {
  const { seeds, from, without, json, twice } = commandLine;
  const startedAt = Date.now();
  const summary: Summary = { seeds: 0, steps: 0, checks: 0, violations: 0, same: twice ? 0 : null, mishaps: {} };
  const say = (line: string) => void (json ? process.stderr : process.stdout).write(`${line}\n`);
  for (let seed = from; seed < from + seeds; seed += 1) {
    const simulation = await simulate({ stage, seed, without });
    count(summary, simulation);
    if (twice && isSame(simulation, await simulate({ stage, seed, without }))) summary.same = (summary.same ?? 0) + 1;
    if (simulation.violation !== null) describe(simulation, say);
    if (simulation.violation !== null && without !== undefined) break;
    if (summary.seeds % 10 === 0) say(`${summary.seeds} seeds, ${perMinute(summary, startedAt)} a minute`);
  }
  const figures = { ...summary, seedsPerMinute: perMinute(summary, startedAt), without: without ?? null };
  if (json) process.stdout.write(`${JSON.stringify(figures)}\n`);
  else say(tell(figures));
  const isFound = summary.violations > 0;
  return isFound === (without !== undefined) ? 0 : 1;
}

/** Plays a recorded schedule, choice by choice: 1 if it ends in a violation, 0 if in none. */
export async function replay(stage: Stage, path: string): Promise<number> {
  const { seed, without, choices, violation } = readSchedule(path);
  const simulation = await simulate({ stage, seed, without: without ?? undefined, choices });
  for (const choice of simulation.choices) process.stdout.write(`${choice}\n`);
  process.stdout.write(`seed ${seed}: ${simulation.violation ?? 'every promise was kept'}\n`);
  if (simulation.violation !== violation)
    process.stdout.write(`when it was recorded: ${violation ?? 'every promise was kept'}\n`);
  return simulation.violation === null ? 0 : 1;
}

function count(summary: Summary, { choices, checks, violation, mishaps }: Simulation): void {
  summary.seeds += 1;
  summary.steps += choices.length;
  summary.checks += checks;
  if (violation !== null) summary.violations += 1;
  for (const [name, times] of Object.entries(mishaps)) {
    summary.mishaps[name] = (summary.mishaps[name] ?? 0) + times;
  }
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

function perMinute({ seeds }: Summary, startedAt: number): number {
  return Math.round((seeds * 60_000) / (Date.now() - startedAt));
}

function tell(figures: Summary & { readonly seedsPerMinute: number; readonly without: string | null }): string {
  const mishaps = Object.entries(figures.mishaps).map(([name, times]) => `${name} ${times}`);
  return [
    `${figures.seeds} seeds, ${figures.steps} steps, ${figures.checks} checks, ${figures.seedsPerMinute} seeds a minute`,
    `mishaps: ${mishaps.join(', ')}`,
    ...(figures.same === null ? [] : [`${figures.same} of ${figures.seeds} seeds took the same steps twice`]),
    ...(figures.without === null ? [] : [`without ${figures.without}`]),
    `violations: ${figures.violations}`,
  ].join('\n');
}
