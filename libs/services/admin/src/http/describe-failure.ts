import { HttpException } from '@nestjs/common';
import { statusOf, type ProblemDetails } from '@evenkeel/contracts-admin';
import { InvalidFields, SyncError, toRequestProblem, type ErrorCode } from '@evenkeel/domain';

/** RFC 9457. */
export const PROBLEM_TYPE = 'application/problem+json';

/** The codes of what the framework refuses by itself: an unknown address, a body that is not JSON or is too large. */
const CODE_OF_FRAMEWORK: Readonly<Record<number, ErrorCode>> = {
  404: 'request.not_found',
  405: 'request.wrong_method',
  413: 'request.too_large',
  415: 'request.not_json',
};

/** Anything thrown, as the problem that its caller is told. Of an unexpected error it tells nothing but that. */
export function describeFailure(error: unknown, instance?: string): ProblemDetails {
  const { code, detail } = refusalOf(error);
  const errors = error instanceof InvalidFields ? error.fields : undefined;
  return toRequestProblem({ code, detail, status: statusOf(code), instance, errors });
}

function refusalOf(error: unknown): { readonly code: ErrorCode; readonly detail: string } {
  if (error instanceof SyncError) return { code: error.code, detail: error.message };
  const status = frameworkStatus(error);
  if (status !== undefined && status >= 400 && status < 500) {
    return { code: CODE_OF_FRAMEWORK[status] ?? 'request.invalid', detail: (error as Error).message };
  }
  return {
    code: 'system.unexpected',
    detail: 'Something unexpected happened; the log of the admin service says what',
  };
}

/** Nest says it by a method; what reads bodies says it by a property, and whether the message is for the caller. */
function frameworkStatus(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  const { status, expose } = (error ?? {}) as { readonly status?: unknown; readonly expose?: unknown };
  return error instanceof Error && expose === true && typeof status === 'number' ? status : undefined;
}
