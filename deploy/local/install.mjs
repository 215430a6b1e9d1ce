// What a clean checkout needs before anything can run. Plain JavaScript for Node >= 20, no dependencies.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installedAsLocked } from './locked.mjs';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');
const windows = process.platform === 'win32';
const at = (...parts) => join(root, ...parts);

// Older npm does not link this package's `node` into .bin, so we look where it really is.
const pinned = at('node_modules', `node-${windows ? 'win' : process.platform}-${process.arch}`, 'bin');

/** The pinned Node where it is published for this machine, else the one that runs this. */
export function pinnedNode() {
  const program = join(pinned, windows ? 'node.exe' : 'node');
  if (existsSync(program)) return program;
  if (isNewEnough()) return process.execPath;
  throw new Error(`Evenkeel needs Node 22.19 or newer on this machine; this is ${process.version}.`);
}

/** Whether the Node that runs this can run Evenkeel as well. */
function isNewEnough() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 19);
}

// What V8 made of our files: every process that we start loads much the same ones. A directory of its own for each Node.
const compiled = at('.evenkeel', 'compiled');

/** The environment of everything we start: `node` is the pinned one, and locked tools come first. */
export function toolEnvironment(extra = {}) {
  const path = [pinned, at('node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter);
  return { NODE_COMPILE_CACHE: compiled, ...process.env, PATH: path, ...extra };
}

/**
 * npm writes `node_modules/.package-lock.json` last, so it is missing or old after an interrupted install. `development`: also what
 * tests and checks need.
 */
export function isInstalled({ development }) {
  const written = at('node_modules', '.package-lock.json');
  if (!existsSync(written)) return false;
  const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
  return installedAsLocked(packagesOf(at('package-lock.json')), packagesOf(written), {
    development,
    exists: (path) => existsSync(at(path)),
  });
}

/**
 * Installs the locked dependencies if they are missing or the lock has moved on; without those of `development`, what it takes to
 * build and run. Says so on standard error only.
 * Install scripts stay off: what needs one is prepared by our own code, whatever the version of npm.
 */
export async function ensureInstalled({ development = true } = {}) {
  if (isInstalled({ development })) return;
  if (development && existsSync(at('node_modules'))) forgetBuilds();
  process.stderr.write('evenkeel: installing the locked dependencies, this takes about half a minute ...\n');
  const began = Date.now();
  const args = ['ci', '--ignore-scripts', '--include=optional', '--no-audit', '--no-fund'];
  args.push(development ? '--include=dev' : '--omit=dev');
  // The engines of some packages are newer than the Node of this machine; they run on the pinned one.
  args.push('--loglevel=error');
  const npm = process.env.npm_execpath;
  const byNode = npm?.endsWith('.js');
  const code = await finished(
    spawn(byNode ? process.execPath : 'npm', byNode ? [npm, ...args] : args, {
      cwd: root,
      stdio: ['ignore', 2, 2],
      shell: windows && !byNode,
    }),
  );
  if (code !== 0) throw new Error(`npm ci failed with exit code ${code}; its output above says why.`);
  if (!development) forgetUnused();
  process.stderr.write(`evenkeel: installed in ${Math.round((Date.now() - began) / 1000)} s\n`);
}

/**
 * npm installs what a package may use if it is there wherever development needs it too: the compiler of the checks, for a plugin that
 * nothing loads. We build with another one. Nor do we run in a browser, or in the sources of packages: their maps are a tenth of them all,
 * and each would be read at a start. With development all of it is installed again.
 */
const UNUSED = ['typescript', join('typeorm', 'browser')];

function forgetUnused() {
  // One Node is enough where that of this machine can run us.
  if (isNewEnough()) rmSync(join(pinned, '..'), { recursive: true, force: true });
  for (const name of UNUSED) rmSync(at('node_modules', name), { recursive: true, force: true });
  for (const path of readdirSync(at('node_modules'), { recursive: true }))
    if (path.endsWith('.map')) rmSync(at('node_modules', path), { force: true });
}

/** What was built without the types of development says `any` where they were missing: it is built anew. */
function forgetBuilds() {
  for (const floor of ['apps', 'libs', 'deploy'])
    for (const path of readdirSync(at(floor), { recursive: true }))
      if (path.endsWith(join('dist', '.tsbuildinfo'))) rmSync(at(floor, path), { force: true });
}

/**
 * Compiles the named projects (all of them without names) and what they stand on, as far as they are out of date. Unchecked, it takes a third
 * of the time and gives the same files; the next build that checks looks at all of them.
 */
export async function build(projects = [], { stdio = ['ignore', 2, 2], checked = true } = {}) {
  const compiler = at('node_modules', 'typescript-7', 'bin', 'tsc');
  const code = await finished(
    spawn(pinnedNode(), [compiler, '-b', ...(checked ? [] : ['--noCheck']), ...projects], {
      cwd: root,
      stdio,
      env: toolEnvironment(),
    }),
  );
  if (code !== 0) throw new Error('The build failed; the compiler said why above.');
}

/** @returns the exit code, or 128 plus the signal's number for a process that a signal ended. */
export function finished(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) =>
      resolve(code ?? 128 + ({ SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }[signal] ?? 0)),
    );
  });
}
