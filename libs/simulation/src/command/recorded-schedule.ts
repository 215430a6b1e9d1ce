import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isMechanism, type Mechanism } from '../mechanisms/mechanisms.js';
import type { Simulation } from '../simulate.js';

/** Everything that a seed led to, to be played again choice by choice. */
export interface RecordedSchedule {
  readonly seed: number;
  readonly without: Mechanism | null;
  /** Left out by those that were recorded before there were such worlds. */
  readonly isJoined?: boolean;
  readonly isMatched?: boolean;
  readonly isTold?: boolean;
  readonly isTwoWay?: boolean;
  readonly violation: string | null;
  readonly choices: readonly string[];
}

export function pathOfSchedule({
  seed,
  without,
  isJoined,
  isMatched,
  isTold,
  isTwoWay,
}: Pick<Simulation, 'seed' | 'without' | 'isJoined' | 'isMatched' | 'isTold' | 'isTwoWay'>): string {
  const kind = `${isJoined ? '-joined' : ''}${isMatched ? '-matched' : ''}${isTold ? '-told' : ''}${isTwoWay ? '-two-way' : ''}`;
  return `.evenkeel/simulation/seed-${seed}${kind}${without === null ? '' : `-without-${without}`}.json`;
}

export function writeSchedule(simulation: Simulation): string {
  const path = pathOfSchedule(simulation);
  const { seed, without, isJoined, isMatched, isTold, isTwoWay, violation, choices } = simulation;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(
    path,
    `${JSON.stringify({ seed, without, isJoined, isMatched, isTold, isTwoWay, violation, choices }, null, 1)}\n`,
  );
  return path;
}

export function readSchedule(path: string): RecordedSchedule {
  const read = JSON.parse(readFileSync(path, 'utf8')) as Partial<Record<keyof RecordedSchedule, unknown>>;
  const { seed, choices, violation = null, without = null } = read;
  const { isJoined = false, isMatched = false, isTold = false, isTwoWay = false } = read;
  const isSchedule =
    typeof seed === 'number' &&
    isListOfTexts(choices) &&
    typeof isJoined === 'boolean' &&
    typeof isMatched === 'boolean' &&
    typeof isTold === 'boolean' &&
    typeof isTwoWay === 'boolean' &&
    (without === null || (typeof without === 'string' && isMechanism(without))) &&
    (violation === null || typeof violation === 'string');
  if (!isSchedule) throw new Error(`${path} holds no recorded schedule`);
  return { seed, without, isJoined, isMatched, isTold, isTwoWay, violation, choices };
}

function isListOfTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
