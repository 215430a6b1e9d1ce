import { simulate } from '../simulate.js';
import { readSchedule } from './recorded-schedule.js';
import { withStages } from './with-stages.js';

/** Plays a recorded schedule, choice by choice: 1 if it ends in a violation, 0 if in none. */
export async function replay(path: string): Promise<number> {
  const { seed, without, isJoined, isMatched, isTold, isTwoWay, choices, violation } = readSchedule(path);
  const removed = without ?? undefined;
  const simulation = await withStages(1, removed, ([stage]) => {
    if (stage === undefined) throw new Error('There is no stage');
    return simulate({ stage, seed, without: removed, isJoined, isMatched, isTold, isTwoWay, choices });
  });
  for (const choice of simulation.choices) process.stdout.write(`${choice}\n`);
  process.stdout.write(`seed ${seed}: ${simulation.violation ?? 'every promise was kept'}\n`);
  if (simulation.violation !== violation)
    process.stdout.write(`when it was recorded: ${violation ?? 'every promise was kept'}\n`);
  return simulation.violation === null ? 0 : 1;
}
