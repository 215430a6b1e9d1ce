export interface AnswerHead {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The provider's clock, from the `Date` header. */
  readonly providerTime: Date | null;
}

/**
 * How long the provider asks us to stay away, in milliseconds: `Retry-After` in seconds or as a date (RFC 9110,
 * 10.2.3), else the reset time of an exhausted `X-RateLimit-*` quota. Dates are the provider's, so they are
 * measured against its clock where it sends one.
 */
export function retryAfterMs(head: AnswerHead, now: Date): number | undefined {
  const from = (head.providerTime ?? now).getTime();
  const asked = head.headers['retry-after']?.trim();
  if (asked !== undefined) {
    if (/^\d+(\.\d+)?$/.test(asked)) return Math.ceil(Number(asked) * 1000);
    const until = Date.parse(asked);
    if (!Number.isNaN(until)) return Math.max(0, until - from);
  }
  const reset = head.headers['x-ratelimit-reset'];
  if (quotaIsUsedUp(head) && reset !== undefined && /^\d{9,10}$/.test(reset)) {
    return Math.max(0, Number(reset) * 1000 - from);
  }
  return undefined;
}

/** GitHub and others say "slow down" with a 403 whose headers tell the quota. */
export function quotaIsUsedUp(head: AnswerHead): boolean {
  return head.headers['x-ratelimit-remaining'] === '0';
}
