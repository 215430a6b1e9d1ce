import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { finished, pinnedNode, root, toolEnvironment } from '../local/install.mjs';
import { roomsOf, scoreOf, showRooms, showSurvivors } from './score.mjs';

const DOMAIN = 'libs/domain/src';
/** Of a hundred mutants, those that the specs must notice. */
const LEAST_SCORE = 98;

/**
 * Stryker over `files` (or folders) of the domain; over all of it where there are none.
 * @returns the exit code: 1 if more than two of a hundred mutants survive, 2 if it could not run
 */
export async function findMutants(files, { concurrency = 2 } = {}) {
  const wanted = (files.length > 0 ? files : [DOMAIN]).map(asPattern);
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-mutants-'));
  const report = join(folder, 'report.json');
  try {
    const config = join(folder, 'stryker.config.json');
    writeFileSync(config, JSON.stringify(configuration({ wanted, report, folder, concurrency })));
    const stryker = join(root, 'node_modules/@stryker-mutator/core/bin/stryker.js');
    const child = spawn(pinnedNode(), [stryker, 'run', config], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: toolEnvironment({ FORCE_COLOR: '0' }),
    });
    if ((await finished(child)) !== 0) return 2;
    const rooms = existsSync(report) ? roomsOf(JSON.parse(readFileSync(report, 'utf8'))) : new Map();
    process.stdout.write(`${showSurvivors(rooms)}\n${showRooms(rooms)}\n`);
    return scoreOf(rooms) < LEAST_SCORE ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A file of the domain as Stryker names it; a folder stands for what is in it. */
function asPattern(path) {
  const name = relative(root, resolve(path)).replaceAll('\\', '/');
  if (!name.startsWith(DOMAIN)) throw new Error(`Mutants are made of ${DOMAIN} only, not of ${name}`);
  return statSync(join(root, name)).isDirectory() ? `${name}/**/*.ts` : name;
}

function configuration({ wanted, report, folder, concurrency }) {
  return {
    testRunner: 'domain',
    coverageAnalysis: 'perTest',
    plugins: ['domain-runner.mjs', 'prose.mjs'].map((name) => join(root, 'deploy/mutants', name)),
    ignorers: ['prose'],
    mutate: [...wanted, '!**/*.spec.ts', '!**/index.ts', '!**/testing/**'],
    // Everything that the specs of the domain need: it imports nothing of the house.
    ignorePatterns: ['**', '!package.json', `!${DOMAIN}/**/*.ts`],
    tempDirName: join(folder, 'sandbox'),
    // A room of types has no specs; what no spec covers is a survivor.
    allowEmpty: true,
    reporters: ['json', 'progress-append-only'],
    jsonReporter: { fileName: report },
    concurrency,
    // A mutant that loops is noticed by the time it takes.
    timeoutMS: 4_000,
    allowConsoleColors: false,
    logLevel: 'warn',
  };
}
