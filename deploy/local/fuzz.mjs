// `npm run fuzz -- --cases 10000 --seed 7`: requests of every operation of the admin API, as its document says them and damaged, against
// the real thing. Ends with 1 where an answer is none that the document declares, or an error of ours.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build, ensureInstalled, finished, pinnedNode, root, toolEnvironment } from './install.mjs';

const { values } = parseArgs({ options: { cases: { type: 'string' }, seed: { type: 'string' } } });
const whole = (name, fallback) => {
  const given = values[name] ?? String(fallback);
  if (!/^\d{1,9}$/.test(given)) {
    process.stderr.write(`evenkeel: --${name} takes a whole number, and got ${given}\n`);
    process.exit(2);
  }
  return given;
};
const cases = whole('cases', 10_000);
const seed = whole('seed', Date.now() % 1_000_000_000);

await ensureInstalled();
await build(['apps/admin']);
console.log(`${cases} requests with seed ${seed}`);
const jest = join(root, 'node_modules/jest/bin/jest.js');
const run = spawn(
  pinnedNode(),
  [jest, '-c', 'jest.config.cjs', '--rootDir', '.', 'apps/admin/src/fuzz.spec.ts'],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...toolEnvironment(), EVENKEEL_FUZZ_CASES: cases, EVENKEEL_FUZZ_SEED: seed },
  },
);
process.exit(await finished(run));
