// Package scripts that need what is installed: they say so where it is not, instead of the stack of a missing module.
import { spawn } from 'node:child_process';
import { finished, isInstalled, pinnedNode, root, toolEnvironment } from './install.mjs';

const compiler = ['node_modules/typescript-7/bin/tsc', '-b'];

/** What each runs, one after the other; the last one is given the arguments. */
const TOOLS = {
  build: [compiler],
  typecheck: [compiler],
  lint: [
    [
      'node_modules/oxlint/bin/oxlint',
      '--type-aware',
      '--tsconfig',
      'tsconfig.lint.json',
      '--deny-warnings',
      '.',
    ],
    ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0'],
  ],
  format: [['node_modules/oxfmt/bin/oxfmt']],
  'dead-code': [['node_modules/knip/bin/knip.js']],
  bench: [compiler, ['apps/journeys/dist/bench/main.js']],
  sloppy: [compiler, ['apps/journeys/dist/sloppy/main.js']],
  trials: [[...compiler, 'libs/simulation'], ['libs/simulation/dist/trials/main.js']],
  simulate: [[...compiler, 'libs/simulation'], ['libs/simulation/dist/command/main.js']],
};

const [name = '', ...given] = process.argv.slice(2);
const steps = TOOLS[name];
if (steps === undefined) {
  process.stderr.write(`evenkeel: there is no tool ${name}; there are ${Object.keys(TOOLS).join(', ')}\n`);
  process.exit(2);
}
if (!isInstalled({ development: true })) {
  process.stderr.write(
    `evenkeel: what \`npm run ${name}\` needs is not installed: run \`npm install\` first\n`,
  );
  process.exit(1);
}
for (const [at, step] of steps.entries()) {
  const isLast = at === steps.length - 1;
  const run = spawn(pinnedNode(), [...step, ...(isLast ? given : [])], {
    cwd: root,
    stdio: isLast ? 'inherit' : ['ignore', 2, 2],
    env: toolEnvironment(),
  });
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.on(signal, () => {
      if (!process.stdin.isTTY) run.kill(signal);
    });
  const code = await finished(run);
  if (code !== 0) process.exit(code);
}
