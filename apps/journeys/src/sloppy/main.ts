import { parseArgs } from 'node:util';
import { referenceBuild } from '../bench/reference-build.js';
import { REFERENCE_COMMIT } from '../bench/reference.js';
import { KINDS } from './kinds.js';
import { Laboratory } from './laboratory.js';

const USAGE =
  'usage: npm run sloppy -- [--kind WORDS] [--trials N] [--seed S] [--all] [--commit HASH | --reference]';

/** Plays trials of each kind and says how many ended wrong, and how the first of them did. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      kind: { type: 'string', default: '' },
      trials: { type: 'string', default: '20' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
      commit: { type: 'string' },
      reference: { type: 'boolean', default: false },
      all: { type: 'boolean', default: false },
    },
  });
  const [count, seed] = [Number(values.trials), Number(values.seed)];
  if (![count, seed].every((number) => Number.isSafeInteger(number) && number > 0)) throw new Error(USAGE);
  const kinds = KINDS.filter(({ name }) => name.includes(values.kind));
  if (kinds.length === 0)
    throw new Error(`There is no such kind. There are:\n${KINDS.map(({ name }) => name).join('\n')}`);
  const commit = values.commit ?? (values.reference ? REFERENCE_COMMIT : undefined);
  const laboratory = await Laboratory.open('sloppy-trials', commit && (await referenceBuild(commit)));
  try {
    process.stdout.write(`${count} trials of each kind, seed ${seed}\n`);
    for (const kind of kinds) {
      const failures = await laboratory.play(kind, { seed, count });
      process.stdout.write(`${String(failures.length).padStart(4)} wrong  ${kind.name}\n`);
      for (const { trial, wrong, told } of failures.slice(0, values.all ? count : 1))
        process.stdout.write(`             trial ${trial}: ${wrong}\n             ${told}\n`);
      if (failures.length > 0) process.exitCode = 1;
    }
  } finally {
    await laboratory.close();
  }
}

void main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
});
