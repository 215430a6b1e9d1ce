import type { AnswerHead } from './answer-head.js';
import { usedUpForMs } from './limit-headers.js';

/**
 * How long the provider asks us to stay away, in milliseconds: `Retry-After` in seconds or as a date (RFC 9110,
 * 10.2.3), or in milliseconds as some send it, else until the limits that are used up start afresh. Dates are the
 * provider's, so they are measured against its clock where it sends one.
 */
export function retryAfterMs(head: AnswerHead, now: Date): number | undefined {
  const { headers } = head;
  const exact = headers['retry-after-ms'] ?? headers['x-ms-retry-after-ms'];
  if (exact !== undefined && isNumber(exact)) return Math.ceil(Number(exact));
  const asked = headers['retry-after']?.trim();
  if (asked !== undefined) {
    if (isNumber(asked)) return Math.ceil(Number(asked) * 1000);
    const until = Date.parse(asked);
    if (!Number.isNaN(until)) return Math.max(0, until - (head.providerTime ?? now).getTime());
  }
  return usedUpForMs(head, now);
}

function isNumber(text: string): boolean {
  return /^\s*\d{1,12}(\.\d+)?\s*$/.test(text);
}
