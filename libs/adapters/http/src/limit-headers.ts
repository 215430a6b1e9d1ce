import type { LimitReport } from '@evenkeel/domain';
import type { AnswerHead } from './retry-after.js';

/** A moment this long after 1970 in seconds is a date; below it, it is a number of seconds from now. */
const EARLIEST_DATE_SECONDS = 1_000_000_000;
/** No header is believed to speak of more than an hour: many count days, and a mistaken one would stop us for as long. */
const LONGEST_RESET_MS = 3_600_000;

/**
 * What an answer's headers say of a limit: `X-RateLimit-*` as GitHub and others send them, `RateLimit-*` of the earlier
 * IETF drafts, and `RateLimit: "name";r=50;t=30` with its policy of the later ones. Undefined where they say nothing that
 * can be relied upon.
 */
export function limitReportOf(head: AnswerHead, now: Date): LimitReport | undefined {
  const report = separateHeaders(head.headers) ?? oneHeader(head.headers);
  if (report === undefined) return undefined;
  const nowSeconds = (head.providerTime ?? now).getTime() / 1000;
  const seconds =
    report.resetSeconds >= EARLIEST_DATE_SECONDS ? report.resetSeconds - nowSeconds : report.resetSeconds;
  const resetInMs = Math.min(LONGEST_RESET_MS, Math.ceil(seconds * 1000));
  return resetInMs <= 0 ? undefined : { limit: report.limit, remaining: report.remaining, resetInMs };
}

interface ToldLimit {
  readonly limit: number;
  readonly remaining: number;
  readonly resetSeconds: number;
}

type Headers = Readonly<Record<string, string>>;

function separateHeaders(headers: Headers): ToldLimit | undefined {
  for (const prefix of ['x-ratelimit', 'ratelimit']) {
    const told = [`${prefix}-limit`, `${prefix}-remaining`, `${prefix}-reset`].map((name) =>
      numberOf(headers[name]),
    );
    const found = toldLimit(told);
    if (found !== undefined) return found;
  }
  return undefined;
}

function oneHeader(headers: Headers): ToldLimit | undefined {
  const header = headers['ratelimit'];
  // Of several policies only one that is alone can be told apart from the others.
  if (header === undefined || /,\s*"/.test(header)) return undefined;
  const quota =
    /[;,]\s*q=(\d+)/.exec(headers['ratelimit-policy'] ?? '')?.[1] ?? /\blimit=(\d+)/.exec(header)?.[1];
  const remaining = /\b(?:r|remaining)=(\d+)/.exec(header)?.[1];
  const reset = /\b(?:t|reset)=(\d+)/.exec(header)?.[1];
  return toldLimit([quota ?? remaining, remaining, reset].map(numberOf));
}

function toldLimit([limit, remaining, resetSeconds]: readonly (number | undefined)[]): ToldLimit | undefined {
  if (limit === undefined || remaining === undefined || resetSeconds === undefined) return undefined;
  return { limit, remaining, resetSeconds };
}

/** The first of a list: `100, 100;w=60` tells the limit before its policies. */
function numberOf(text: string | undefined): number | undefined {
  const [, digits] = /^\s*(\d{1,10})(?:\.\d+)?\s*(?:[,;]|$)/.exec(text ?? '') ?? [];
  return digits === undefined ? undefined : Number(digits);
}
