import { HttpException } from '@nestjs/common';
import type { ProblemDetails } from '@evenkeel/contracts-admin';
import { errorCatalog, InvalidFields, SyncError, type ErrorCode } from '@evenkeel/domain';

const STATUS_OF: Partial<Record<ErrorCode, number>> = {
  'request.invalid': 400,
  'request.not_found': 404,
  'request.already_exists': 409,
  'request.wrong_state': 409,
  'request.key_reused': 409,
  'request.plan_expired': 409,
  'request.stale': 412,
  'request.fixed_field': 422,
  'request.bad_signature': 401,
  'provider.rate_limited': 503,
  'system.database': 503,
  'system.broker': 503,
};

/** Anything thrown, as the problem that its caller is told. Of an unexpected error it tells nothing but that. */
export function describeFailure(error: unknown): ProblemDetails {
  if (error instanceof InvalidFields) {
    return { ...problem(error.code, error.message, statusOf(error.code)), errors: [...error.fields] };
  }
  if (error instanceof SyncError) return problem(error.code, error.message, statusOf(error.code));
  if (error instanceof HttpException && error.getStatus() < 500) {
    // The framework's own refusals: an unknown address, a body that is not JSON or is too large.
    const code = error.getStatus() === 404 ? 'request.not_found' : 'request.invalid';
    return problem(code, error.message, error.getStatus());
  }
  return problem(
    'system.unexpected',
    'Something unexpected happened; the log of the admin service says what',
    500,
  );
}

function statusOf(code: ErrorCode): number {
  const exact = STATUS_OF[code];
  if (exact !== undefined) return exact;
  if (code.startsWith('config.')) return 422;
  return code.startsWith('provider.') ? 502 : 500;
}

function problem(code: ErrorCode, detail: string, status: number): ProblemDetails {
  const { meaning, remedy } = errorCatalog[code];
  return { type: `urn:evenkeel:problem:${code}`, title: meaning, status, detail, code, remedy };
}
