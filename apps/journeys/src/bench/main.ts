import { parseArgs } from 'node:util';
import { showFigures } from './figure.js';
import { FIGURE_NAMES, measureFigures } from './figures.js';

async function main(): Promise<void> {
  const { only, json } = readOptions();
  const figures = await measureFigures(only, (progress) => process.stderr.write(`${progress}\n`));
  process.stdout.write(`${json ? JSON.stringify({ figures }) : showFigures(figures)}\n`);
}

/** `--only` may be given several times; `million` is measured only where it is. */
function readOptions(): { readonly only: readonly string[]; readonly json: boolean } {
  const { values } = parseArgs({
    options: { only: { type: 'string', multiple: true }, json: { type: 'boolean' } },
  });
  const { only = [], json = false } = values;
  const unknown = only.find((name) => !FIGURE_NAMES.includes(name));
  if (unknown !== undefined) throw new Error(`--only takes ${FIGURE_NAMES.join(', ')}, and got ${unknown}`);
  return { only, json };
}

void main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
