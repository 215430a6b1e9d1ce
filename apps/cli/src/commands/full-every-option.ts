import type { JobView } from '@evenkeel/contracts-admin';
import { InvalidArgumentError, Option } from 'commander';

const SECONDS_OF_UNIT: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

export function fullEveryOption(): Option {
  const description =
    'how long a job reads changes only before a run reads everything, like 24h or 7d, or never: default 24h, never where its stream reports deletions';
  return new Option('--full-every <time>', description).argParser(readFullEvery);
}

export function everyOption(): Option {
  return new Option(
    '--every <time>',
    'run again and again, like 15m or 6h; a number alone is seconds',
  ).argParser(readEvery);
}

/** 15m, 6h, 1d or 900. */
export function readEvery(text: string): number {
  const [, digits, unit = 's'] = /^(\d{1,8})([smhd])?$/.exec(text) ?? [];
  if (digits === undefined)
    throw new InvalidArgumentError('Give a time like 15m, 6h or 1d, or a number of seconds.');
  return Number(digits) * (SECONDS_OF_UNIT[unit] ?? 1);
}

/** 90m, 24h, 7d, 3600s, never or default. */
export function readFullEvery(text: string): JobView['fullEvery'] {
  if (text === 'never' || text === 'default') return text;
  const [, digits, unit = ''] = /^(\d{1,8})([smhd])$/.exec(text) ?? [];
  if (digits === undefined)
    throw new InvalidArgumentError('Give a time like 90m, 24h or 7d, or say never or default.');
  return { everySeconds: Number(digits) * (SECONDS_OF_UNIT[unit] ?? 1) };
}
