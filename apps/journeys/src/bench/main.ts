import { parseArgs } from 'node:util';
import { compareWithReference } from './against-reference.js';
import { showRatios } from './compare.js';
import { showFigures } from './figure.js';
import { FIGURE_NAMES, measureFigures } from './figures.js';

interface Options {
  readonly only: readonly string[];
  readonly json: boolean;
  readonly againstReference: boolean;
  readonly rounds: number;
}

const DEFAULT_ROUNDS = '3';
const tell = (progress: string) => process.stderr.write(`${progress}\n`);

async function main(): Promise<void> {
  const { only, json, againstReference, rounds } = readOptions();
  if (againstReference) {
    const ratios = await compareWithReference({ only, rounds }, tell);
    process.stdout.write(`${json ? JSON.stringify({ ratios }) : showRatios(ratios)}\n`);
    return;
  }
  const figures = await measureFigures(only, tell);
  process.stdout.write(`${json ? JSON.stringify({ figures }) : showFigures(figures)}\n`);
}

/** `--only` may be given several times; `million` is measured only where it is. */
function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true },
      json: { type: 'boolean' },
      'against-reference': { type: 'boolean' },
      rounds: { type: 'string' },
    },
  });
  const { only = [], json = false, 'against-reference': againstReference = false } = values;
  const unknown = only.find((name) => !FIGURE_NAMES.includes(name));
  if (unknown !== undefined) throw new Error(`--only takes ${FIGURE_NAMES.join(', ')}, and got ${unknown}`);
  const rounds = Number(values.rounds ?? DEFAULT_ROUNDS);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a whole number from 1');
  return { only, json, againstReference, rounds };
}

void main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
