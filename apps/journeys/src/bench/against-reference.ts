import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { surroundings } from '../kit/env.js';
import { root } from '../kit/repository.js';
import { compareRounds, type Ratio, type Round } from './compare.js';
import type { Figure } from './figure.js';
import { referenceBuild } from './reference-build.js';
import { REFERENCE_COMMIT } from './reference.js';

/** What is compared where no figure is named. */
const COMPARED = ['a', 'b', 'c', 'd', 'e'];

export interface Comparison {
  readonly only: readonly string[];
  readonly rounds: number;
}

/** Measures this build and the reference in alternation, so that what else the machine does meets both. */
export async function compareWithReference(
  { only, rounds }: Comparison,
  tell: (progress: string) => void,
): Promise<Ratio[]> {
  tell(`building the reference ${REFERENCE_COMMIT.slice(0, 7)}, if it is not there yet ...`);
  const reference = await referenceBuild(REFERENCE_COMMIT);
  const names = only.length > 0 ? only : COMPARED;
  const measured: Round[] = [];
  for (let round = 0; round < rounds; round += 1) {
    tell(`round ${round + 1} of ${rounds}`);
    // Whichever comes second finds a warmer machine: they take turns.
    measured.push(
      round % 2 === 0 ? await presentFirst(reference, names) : await referenceFirst(reference, names),
    );
  }
  return compareRounds(measured);
}

async function presentFirst(folder: string, names: readonly string[]): Promise<Round> {
  const present = await figuresOf(root, names);
  return { present, reference: await figuresOf(folder, names) };
}

async function referenceFirst(folder: string, names: readonly string[]): Promise<Round> {
  const reference = await figuresOf(folder, names);
  return { present: await figuresOf(root, names), reference };
}

/** By the bench of that checkout, which knows how its own build is driven. */
async function figuresOf(folder: string, names: readonly string[]): Promise<readonly Figure[]> {
  const args = names.flatMap((name) => ['--only', name]);
  const bench = spawn(process.execPath, ['apps/journeys/dist/bench/main.js', '--json', ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
    // One download of Kafka serves both.
    env: { EVENKEEL_KAFKA_HOME: join(root, '.evenkeel', 'kafka'), ...surroundings.inherited },
  });
  const [said, [code]] = await Promise.all([
    text(bench.stdout),
    once(bench, 'exit') as Promise<[number | null]>,
  ]);
  if (code !== 0) throw new Error(`The bench in ${folder} ended with ${code}`);
  return (JSON.parse(said) as { figures: readonly Figure[] }).figures;
}
