// What `npm test -- --changed` looks at: files that differ from main, committed or not, and files that git does not know yet.
import { execFileSync } from 'node:child_process';
import { root } from './install.mjs';

const git = (...args) =>
  execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    .split('\n')
    .filter((line) => line !== '');

/** Paths below the checkout. Deleted files are left out: there is nothing of them to look at. */
export function changedFiles() {
  const changed = git('diff', '--name-only', '--diff-filter=d', branchedFrom());
  const unknown = git('ls-files', '--others', '--exclude-standard');
  return [...new Set([...changed, ...unknown])].sort();
}

/** Where this branch left main; the last commit where there is no main. */
function branchedFrom() {
  for (const main of ['main', 'origin/main']) {
    try {
      return git('merge-base', main, 'HEAD')[0];
    } catch {
      // No such branch here.
    }
  }
  return 'HEAD';
}

/**
 * What is to be looked at of these files, and how.
 * @param {readonly string[]} files paths below the checkout
 * @returns {{ format: string[], lint: string[], specs: string[], mutants: string[] }}
 */
export function partsOf(files) {
  const source = (file) => /\.(ts|mjs|cjs)$/.test(file);
  const test = (file) => /\.(spec|journey|conformance)\.ts$/.test(file);
  const deciding = (file) =>
    /^libs\/domain\/src\/.*\.ts$/.test(file) && !test(file) && !/(^|\/)(index\.ts|testing\/.*)$/.test(file);
  return {
    format: [...files],
    lint: files.filter(source),
    // Jest finds the specs from which a file is imported, within its package; types are checked everywhere.
    specs: files.filter((file) => file.endsWith('.ts') && !file.endsWith('.journey.ts')),
    mutants: files.filter(deciding),
  };
}

/** Only the specs of its adapter ask for a broker. */
export const needsKafka = (file) => file.startsWith('libs/adapters/kafka/');
