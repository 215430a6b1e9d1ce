import type { AnswerHead } from './answer-head.js';
import { usedUpForMs } from './limit-headers.js';

/** How long the provider asks us to stay away, in milliseconds, and the header that says so. */
export interface RetryAfter {
  readonly waitMs: number;
  readonly waitHeader: string;
}

/**
 * From `Retry-After` in seconds or as a date (RFC 9110, 10.2.3), or in milliseconds as some send it, else until the limits that are
 * used up start afresh. Dates are the provider's, so they are measured against its clock where it sends one.
 */
export function retryAfterOf(head: AnswerHead, now: Date): RetryAfter | undefined {
  const { headers } = head;
  for (const name of ['retry-after-ms', 'x-ms-retry-after-ms']) {
    const exact = headers[name];
    if (exact !== undefined && isNumber(exact)) return { waitMs: wholeMs(Number(exact)), waitHeader: name };
  }
  const asked = headers['retry-after']?.trim();
  const waitMs = asked === undefined ? undefined : waitOf(asked, head.providerTime ?? now);
  if (waitMs !== undefined) return { waitMs, waitHeader: 'Retry-After' };
  const usedUpMs = usedUpForMs(head, now);
  return usedUpMs === undefined ? undefined : { waitMs: usedUpMs, waitHeader: 'rate limit headers' };
}

function waitOf(asked: string, now: Date): number | undefined {
  if (isNumber(asked)) return wholeMs(Number(asked) * 1000);
  const until = Date.parse(asked);
  return Number.isNaN(until) ? undefined : Math.max(0, until - now.getTime());
}

/** Any number that a provider may write is a wait; how much of it is believed is decided elsewhere. */
function wholeMs(ms: number): number {
  return Math.min(Math.ceil(ms), Number.MAX_SAFE_INTEGER);
}

function isNumber(text: string): boolean {
  return /^\s*\d+(\.\d+)?\s*$/.test(text);
}
