import { parseJson } from '@evenkeel/contracts-admin';
import { readFile } from 'node:fs/promises';
import type { Terminal } from './terminal/terminal.js';
import { UsageFailure } from './failure.js';

/** `-` reads stdin, what begins like JSON is JSON, anything else names a file. */
export async function readJson(option: string, given: string, terminal: Terminal): Promise<unknown> {
  const text = await readText(option, given, terminal);
  try {
    return parseJson(text);
  } catch (error) {
    const where = isInline(given)
      ? 'The value'
      : given === '-'
        ? 'What came from stdin'
        : `The file ${given}`;
    throw new UsageFailure(
      `${where} of ${option} is not JSON: ${(error as Error).message}`,
      'Give a file that holds JSON, the JSON itself in quotes, or - to read it from stdin.',
    );
  }
}

export function isInline(given: string): boolean {
  return /^\s*[[{"]/.test(given);
}

/** The same as text. */
export async function readText(option: string, given: string, terminal: Terminal): Promise<string> {
  if (given === '-') return terminal.readAll();
  if (isInline(given)) return given;
  try {
    return await readFile(given, 'utf8');
  } catch (error) {
    throw new UsageFailure(
      `The file ${given} of ${option} cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`,
      'Check the path; JSON may also be given directly in quotes, or as - from stdin.',
    );
  }
}
