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
    throw new UsageFailure(
      `${whereOf(given)} of ${option} is not JSON: ${(error as Error).message}`,
      'Give a file that holds JSON, the JSON itself in quotes, or - to read it from stdin.',
    );
  }
}

/** The same, where only an object makes sense. */
export async function readJsonObject<Read>(option: string, given: string, terminal: Terminal): Promise<Read> {
  const value = await readJson(option, given, terminal);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Read;
  const what = Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`;
  throw new UsageFailure(
    `${whereOf(given)} of ${option} holds ${what}, not an object`,
    'Put what it holds in braces, each with its name: {"name": ...}.',
  );
}

function whereOf(given: string): string {
  if (isInline(given)) return 'The value';
  return given === '-' ? 'What came from stdin' : `The file ${given}`;
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
