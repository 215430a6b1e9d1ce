import { strictestLimit, type LimitReport } from '@evenkeel/domain';
import type { AnswerHead } from './answer-head.js';

/** A moment this long after 1970 in seconds is a date; below it, it is a number of seconds from now. */
const EARLIEST_DATE_SECONDS = 1_000_000_000;
/** And from here on it is a date in milliseconds. */
const EARLIEST_DATE_MS = 1_000_000_000_000;
/** No header is believed to speak of more than an hour: many count days, and a mistaken one would stop us for as long. */
const LONGEST_RESET_MS = 3_600_000;

/**
 * What an answer's headers say of a limit: `X-RateLimit-*` as GitHub and others send them (some as `X-Rate-Limit-*`),
 * `RateLimit-*` of the earlier IETF drafts, and `RateLimit: "name";r=50;t=30` with its policies of the later ones. Of several
 * limits the one that will stop us first. Undefined where they say nothing that can be relied upon.
 */
export function limitReportOf(head: AnswerHead, now: Date): LimitReport | undefined {
  const reports = limitsOf(head.headers).flatMap(({ limit, remaining, resetSeconds }) => {
    const resetInMs = resetMs(resetSeconds, head.providerTime ?? now);
    if (limit === undefined || resetInMs <= 0) return [];
    return [{ limit: Math.floor(limit), remaining: Math.floor(remaining), resetInMs }];
  });
  return strictestLimit(reports);
}

/** When the last of the limits that are used up starts afresh, in milliseconds; undefined where none is or tells it. */
export function usedUpForMs(head: AnswerHead, now: Date): number | undefined {
  const waits = limitsOf(head.headers)
    .filter(({ remaining }) => remaining === 0)
    .map(({ resetSeconds }) => resetMs(resetSeconds, head.providerTime ?? now));
  return waits.length === 0 ? undefined : Math.max(0, ...waits);
}

/** GitHub and others say "slow down" with a 403 whose headers tell the quota. */
export function quotaIsUsedUp({ headers }: AnswerHead): boolean {
  return (
    PREFIXES.some((prefix) => numberOf(headers[`${prefix}-remaining`]) === 0) ||
    policiesOf(headers).some(({ remaining }) => remaining === 0)
  );
}

interface HeaderLimit {
  readonly limit: number | undefined;
  readonly remaining: number;
  readonly resetSeconds: number;
}

type Headers = Readonly<Record<string, string>>;

const PREFIXES = ['x-ratelimit', 'x-rate-limit', 'ratelimit'];

function limitsOf(headers: Headers): readonly HeaderLimit[] {
  for (const prefix of PREFIXES) {
    const [limit, remaining, resetSeconds] = ['limit', 'remaining', 'reset'].map((name) =>
      numberOf(headers[`${prefix}-${name}`]),
    );
    if (remaining !== undefined && resetSeconds !== undefined) return [{ limit, remaining, resetSeconds }];
  }
  return policiesOf(headers);
}

/** `RateLimit`, in which each limit has a name, or there is one without. */
function policiesOf(headers: Headers): readonly HeaderLimit[] {
  const policies = listOf(headers['ratelimit-policy']);
  return listOf(headers['ratelimit']).flatMap((item) => {
    const remaining = partOf(item, 'r|remaining');
    const resetSeconds = partOf(item, 't|reset');
    if (remaining === undefined || resetSeconds === undefined) return [];
    const name = nameOf(item);
    const policy = policies.find((other) => nameOf(other) === name) ?? '';
    const limit = partOf(policy, 'q') ?? partOf(item, 'limit') ?? remaining;
    return [{ limit, remaining, resetSeconds }];
  });
}

/** Items of a list begin with a name in quotes; the older form is one item, whose parts are parted by commas. */
function listOf(header = ''): readonly string[] {
  return header.split(/,(?=\s*")/).filter((item) => item.trim() !== '');
}

function nameOf(item: string): string | undefined {
  return /^\s*"((?:[^"\\]|\\.)*)"/.exec(item)?.[1];
}

function partOf(item: string, names: string): number | undefined {
  return numberOf(new RegExp(`(?:^|[;,\\s])(?:${names})=(\\d+)`).exec(item)?.[1]);
}

/** Until a limit starts afresh, from a number of seconds or a date. */
function resetMs(told: number, now: Date): number {
  const toldSeconds = told >= EARLIEST_DATE_MS ? told / 1000 : told;
  const nowSeconds = now.getTime() / 1000;
  const seconds = toldSeconds >= EARLIEST_DATE_SECONDS ? toldSeconds - nowSeconds : toldSeconds;
  return Math.min(LONGEST_RESET_MS, Math.ceil(seconds * 1000));
}

/** The first of a list: `100, 100;w=60` tells the limit before its policies. */
function numberOf(text: string | undefined): number | undefined {
  const [, digits] = /^\s*(\d{1,13}(?:\.\d{1,6})?)\s*(?:[,;]|$)/.exec(text ?? '') ?? [];
  return digits === undefined ? undefined : Number(digits);
}
