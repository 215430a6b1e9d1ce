import { LIST_LIMIT } from '@evenkeel/contracts-admin';
import { InvalidArgumentError, type Command } from 'commander';

export interface ListOptions {
  readonly limit: number;
  readonly cursor?: string;
}

export function addListOptions(command: Command): Command {
  return command
    .option('--limit <n>', `how many, at most ${LIST_LIMIT.max}`, wholeNumber, LIST_LIMIT.default)
    .option('--cursor <cursor>', 'go on where an earlier list ended');
}

export function moreLine(next: string | null): readonly string[] {
  return next === null ? [] : [`more with --cursor ${next}`];
}

export function wholeNumber(text: string): number {
  if (!/^[0-9]{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}
