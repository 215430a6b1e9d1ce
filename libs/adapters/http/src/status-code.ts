import type { ErrorCode } from '@evenkeel/domain';
import type { AnswerHead } from './answer-head.js';
import { quotaIsUsedUp } from './limit-headers.js';

/** What an answer means by its status alone; undefined for a success. */
export function codeOfStatus(head: AnswerHead): ErrorCode | undefined {
  const { status } = head;
  if (status >= 200 && status < 300) return undefined;
  if (status === 429) return 'provider.rate_limited';
  if (status === 401 || status === 403)
    return asksToSlowDown(head) ? 'provider.rate_limited' : 'provider.unauthorized';
  if (status >= 300 && status < 400) return 'provider.led_nowhere';
  if (status === 404 || status === 410) return 'provider.not_found';
  if (status === 408) return 'provider.timeout';
  return status >= 500 ? 'provider.server_error' : 'provider.bad_request';
}

function asksToSlowDown(head: AnswerHead): boolean {
  return head.status === 403 && (head.headers['retry-after'] !== undefined || quotaIsUsedUp(head));
}
