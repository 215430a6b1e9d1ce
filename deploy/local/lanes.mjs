import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { finished, pinnedNode, root, toolEnvironment } from './install.mjs';

const bin = (...path) => join(root, 'node_modules', ...path);
const OXFMT = bin('oxfmt', 'bin', 'oxfmt');
const OXLINT = bin('oxlint', 'bin', 'oxlint');
const TSC = bin('typescript-7', 'bin', 'tsc');
const KNIP = bin('knip', 'bin', 'knip.js');
const ESLINT = bin('eslint', 'bin', 'eslint.js');
const MUTANTS = join(root, 'deploy', 'mutants', 'main.mjs');
const JEST = bin('jest', 'bin', 'jest.js');

/** A lane that hangs is a failure, not a night without an answer: longer than the longest takes on a slow machine, and well within an hour and a half. */
const LANE_LIMIT_MS = 30 * 60_000;

const running = new Set();

/** Ends every tool that is still at work, for a test run that is interrupted. */
export function stopLanes() {
  for (const child of running) child.kill('SIGTERM');
}

function tool(args, options) {
  const child = spawn(pinnedNode(), args, { cwd: root, timeout: LANE_LIMIT_MS, ...options });
  running.add(child);
  child.once('close', () => running.delete(child));
  return child;
}

/** Runs one tool quietly; what it said is shown only when it failed, or is asked for, so that lanes beside it stay readable. */
async function check(tally, name, args, { env = {}, mustNotSay, isShown = false } = {}) {
  const began = Date.now();
  const child = tool(args, {
    env: toolEnvironment({ NO_COLOR: '1', FORCE_COLOR: '0', ...env }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  const code = await finished(child);
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  if (code !== 0 || (mustNotSay && said.includes(mustNotSay))) {
    process.stdout.write(`${said}\n`);
    tally.fail(name, code === 0 ? `it said "${mustNotSay}"` : `exit code ${code}`);
    console.log(`FAILED  ${name} (${seconds} s)`);
  } else {
    if (isShown) process.stdout.write(said);
    tally.pass(name, seconds);
    console.log(`ok      ${name} (${seconds} s)`);
  }
}

export const types = (tally) => check(tally, 'types', [TSC, '-b']);

const FIGURES = join(root, 'deploy', 'fences', 'dist', 'figures', 'main.js');

/** Rules that need types; the others, among them who may import whom. */
const lintOfTypes = (...files) => [
  OXLINT,
  '--type-aware',
  '--tsconfig',
  'tsconfig.lint.json',
  '--deny-warnings',
  ...files,
];
const lint = (...files) => [ESLINT, '--max-warnings', '0', ...files];

/** After {@link types}, which builds what counts the figures. */
export async function checks(tally) {
  await check(tally, 'figures', [FIGURES], { isShown: true });
  await check(tally, 'format', [OXFMT, '--check', '.']);
  await check(tally, 'lint of types', lintOfTypes('.'));
  await check(tally, 'lint', lint('.'), { mustNotSay: 'rule will be skipped' });
  await check(tally, 'dead code', [KNIP, '--no-config-hints']);
}

/**
 * Files at the same time. Those that wait, for a broker to come back or for a second to pass, leave their processor to
 * another: four keep two processors busy.
 */
const WORKERS = '4';

/** What Jest's configuration leaves out, without the files that take long. */
const WITH_LONG_FILES = ['/node_modules/', '/dist/'].flatMap((path) => ['--testPathIgnorePatterns', path]);

/** What belongs to which lane. Files that take long say so in their names: they are played where they are asked for. */
const FILES = {
  unit: '**/src/**/*.spec.ts',
  journeys: '**/src/**/*.journey.ts',
  long: '**/src/**/*.long.{spec,journey}.ts',
};
const laneOf = (file) => {
  if (/\.long\.(spec|journey)\.ts$/.test(file)) return 'long';
  return file.endsWith('.journey.ts') ? 'journeys' : 'unit';
};

/** Counts the files of the long lane as skipped, so that the last lines of a run without them tell of them. */
export function leaveLong(tally) {
  const files = globSync(`{apps,libs,deploy}/${FILES.long}`, { cwd: root, exclude: ['**/node_modules/**'] });
  tally.leave('long', files.toSorted());
}

/** Runs the files of these lanes in one run of Jest; `more` are further arguments, for example to take only some. */
export async function tests(tally, lanes, { scratch, env, more = [] }) {
  const results = join(scratch, 'jest.json');
  const args = [JEST, '-c', 'deploy/local/built/jest.config.cjs', '--ci', '--json', '--outputFile', results];
  args.push('--maxWorkers', WORKERS, '--testSequencer', join(root, 'deploy/local/longest-first.cjs'));
  for (const lane of lanes) args.push('--testMatch', FILES[lane]);
  if (lanes.includes('long')) args.push(...WITH_LONG_FILES);
  const child = tool([...args, ...more], {
    // The JSON also goes to standard output; people read the reporter's lines on standard error.
    stdio: ['ignore', 'ignore', 'inherit'],
    env: toolEnvironment({ FORCE_COLOR: '0', ...env }),
  });
  tally.addJest(results, await finished(child), { lanes, laneOf });
  return results;
}

/** The quick look at what changed: its format and lint, the figures of the tree, and the specs that import it. */
export async function changes(tally, parts, { scratch, env }) {
  await check(tally, 'figures', [FIGURES], { isShown: true });
  if (parts.format.length > 0)
    await check(tally, 'format', [OXFMT, '--check', '--no-error-on-unmatched-pattern', ...parts.format]);
  if (parts.lint.length > 0) {
    await check(tally, 'lint of types', lintOfTypes('--no-error-on-unmatched-pattern', ...parts.lint));
    await check(tally, 'lint', lint('--no-warn-ignored', ...parts.lint), {
      mustNotSay: 'rule will be skipped',
    });
  }
  if (parts.specs.length > 0)
    await tests(tally, ['unit'], {
      scratch,
      env,
      more: ['--passWithNoTests', '--findRelatedTests', ...parts.specs],
    });
  if (parts.mutants.length > 0) await check(tally, 'mutants', [MUTANTS, ...parts.mutants], { isShown: true });
}
