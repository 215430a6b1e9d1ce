import { execFile } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { surroundings } from './env.js';
import { root } from './repository.js';

const run = promisify(execFile);

/** A Python with these packages, in a folder that is kept; undefined, and why on the screen, where there can be none. */
export async function pythonWith(name: string, packages: readonly string[]): Promise<string | undefined> {
  const folder = join(root, 'node_modules/.cache/evenkeel', name);
  const [python, isMade] = [join(folder, 'bin/python'), join(folder, 'is-made')];
  if (existsSync(isMade)) return python;
  try {
    rmSync(folder, { recursive: true, force: true });
    const options = { env: surroundings.inherited, timeout: 120_000 };
    await run('python3', ['-m', 'venv', folder], options);
    await run(
      python,
      ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages],
      options,
    );
    await run('touch', [isMade]);
    return python;
  } catch (error) {
    console.log(
      `!!! SKIPPED: Python with ${packages.join(', ')} cannot be had: ${String(error).slice(0, 300)}`,
    );
    return undefined;
  }
}
