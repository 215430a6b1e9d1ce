import type { ErrorCode } from '@evenkeel/domain';

const STATUS_OF: Partial<Record<ErrorCode, number>> = {
  'request.invalid': 400,
  'request.unauthenticated': 401,
  'request.foreign': 403,
  'request.forbidden': 403,
  'request.not_found': 404,
  'request.wrong_method': 405,
  'request.already_exists': 409,
  'request.wrong_state': 409,
  'request.read_only_type': 409,
  'request.managed': 409,
  'request.key_reused': 409,
  'request.plan_expired': 409,
  'request.stale': 412,
  'request.too_large': 413,
  'request.not_json': 415,
  'request.fixed_field': 422,
  'request.too_many': 429,
  'request.bad_signature': 401,
  'provider.rate_limited': 503,
  'system.token_issuer': 503,
  'system.database': 503,
  'system.broker': 503,
};

/** The HTTP status of a problem with this code. */
export function statusOf(code: ErrorCode): number {
  const exact = STATUS_OF[code];
  if (exact !== undefined) return exact;
  if (code.startsWith('config.')) return 422;
  return code.startsWith('provider.') ? 502 : 500;
}
