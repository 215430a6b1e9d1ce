import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from '../kit/repository.js';

/** Installs and compiles a checkout with its own tools: those of another commit may be others. */
const PREPARE = `
  const { ensureInstalled, build } = await import('./deploy/local/install.mjs');
  await ensureInstalled();
  await build();`;

/** The folder of this commit, checked out and built; made once and kept, outside of the checkout and its tools. */
export async function referenceBuild(commit: string): Promise<string> {
  const folder = join(tmpdir(), 'evenkeel-reference', commit);
  if (existsSync(folder)) return folder;
  const partial = `${folder}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(dirname(folder), { recursive: true });
  await fetchIfMissing(commit);
  // A clone that borrows the objects of this checkout, rather than a worktree: it leaves no trace in the repository.
  await run('git', ['clone', '--quiet', '--shared', '--no-checkout', root, partial], root);
  await run('git', ['checkout', '--quiet', '--detach', commit], partial);
  await run(process.execPath, ['--input-type=module', '--eval', PREPARE], partial);
  await rename(partial, folder);
  return folder;
}

/** A shallow clone does not have it. */
async function fetchIfMissing(commit: string): Promise<void> {
  const isThere = await run('git', ['cat-file', '-e', `${commit}^{commit}`], root).then(
    () => true,
    () => false,
  );
  if (!isThere) await run('git', ['fetch', '--quiet', 'origin', commit], root);
}

async function run(program: string, args: readonly string[], cwd: string): Promise<void> {
  const child = spawn(program, args, { cwd, stdio: ['ignore', process.stderr, 'inherit'] });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${program} ${args.slice(0, 2).join(' ')} ended with ${code} in ${cwd}`);
}
