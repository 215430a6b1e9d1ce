import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { CliFailure } from '../failure.js';
import { NO_CONTEXTS, type Contexts } from './target.js';

const file = z.object({
  current: z.string().nullable(),
  contexts: z.record(z.string(), z.object({ url: z.url(), token: z.string().nullable() })),
});

const OTHERS = 0o077;

/** Undefined path: nothing is kept. Throws a {@link CliFailure} where the file is not ours alone, or none of this kind. */
export function readContexts(path: string | undefined): Contexts {
  const text = path === undefined ? undefined : readPrivate(path);
  if (text === undefined) return NO_CONTEXTS;
  try {
    return file.parse(JSON.parse(text));
  } catch {
    throw unusable(`${path} does not hold contexts`, `Remove it, and log in again with \`evenkeel login\`.`);
  }
}

/** All of it or nothing: what is written is renamed into its place. */
export function writeContexts(path: string | undefined, contexts: Contexts): void {
  if (path === undefined)
    throw unusable('There is no folder for contexts', 'Set EVENKEEL_CONTEXTS to the path of a file.');
  const written = `${path}.${randomUUID()}`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(written, `${JSON.stringify(contexts, undefined, 2)}\n`, { mode: 0o600, flag: 'wx' });
    renameSync(written, path);
  } catch (error) {
    rmSync(written, { force: true });
    throw unusable(
      `${path} cannot be written: ${(error as Error).message}`,
      'See to its folder, or set EVENKEEL_CONTEXTS to the path of another file.',
    );
  }
}

function readPrivate(path: string): string | undefined {
  try {
    const { mode } = statSync(path);
    if (process.platform !== 'win32' && (mode & OTHERS) !== 0)
      throw unusable(
        `Others than you may read ${path}, which holds keys`,
        `Take that from them with \`chmod 600 ${path}\`; if they could read it, revoke the keys.`,
      );
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    if (error instanceof CliFailure) throw error;
    throw unusable(`${path} cannot be read: ${(error as Error).message}`, 'See to its rights.');
  }
}

function unusable(message: string, remedy: string): CliFailure {
  return new CliFailure(message, remedy, undefined, 'cli.contexts_unusable');
}
