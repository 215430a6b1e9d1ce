import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { SyncError, toRequestProblem, type ErrorCode } from '@evenkeel/domain';
import { Logger } from '@evenkeel/ports';
import type { Response } from 'express';

const STATUS_OF: Partial<Record<ErrorCode, number>> = {
  'request.invalid': 400,
  'request.bad_signature': 401,
  'request.not_found': 404,
  'request.wrong_method': 405,
  'request.too_large': 413,
  // Senders come back later after these.
  'system.database': 503,
  'system.broker': 503,
};

/** The codes of what is refused before a delivery is looked at: an address that is none, a body that is too large. */
const CODE_OF_FRAMEWORK: Readonly<Record<number, ErrorCode>> = {
  404: 'request.not_found',
  413: 'request.too_large',
};

/**
 * Tells the sender of a delivery why it was not taken (RFC 9457); of an error that is ours, only that there was one. Which address it was
 * sent to is not told: that is the secret of its endpoint.
 */
@Catch()
export class RefusalFilter implements ExceptionFilter {
  constructor(private readonly log: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const refusal = refusalOf(error);
    const { code, status } = refusal;
    if (status >= 500) this.log.error('delivery failed', { code, error });
    const response = host.switchToHttp().getResponse<Response>();
    if (response.headersSent) return;
    if (code === 'request.wrong_method') response.setHeader('allow', 'POST');
    response
      .status(status)
      .type('application/problem+json')
      .send(JSON.stringify(toRequestProblem(refusal)));
  }
}

interface RefusedDelivery {
  readonly code: ErrorCode;
  readonly status: number;
  readonly detail: string;
}

const UNEXPECTED: RefusedDelivery = {
  code: 'system.unexpected',
  status: 500,
  detail: 'Something unexpected happened',
};

function refusalOf(error: unknown): RefusedDelivery {
  if (error instanceof SyncError) {
    const status = STATUS_OF[error.code];
    if (status === undefined) return UNEXPECTED;
    return { code: error.code, status, detail: status < 500 ? error.message : 'Try again later' };
  }
  const refused = frameworkStatus(error);
  if (refused === undefined || refused >= 500) return UNEXPECTED;
  const code = CODE_OF_FRAMEWORK[refused] ?? 'request.invalid';
  return { code, status: STATUS_OF[code] ?? 400, detail: saysOf(code, error) };
}

const SAYS: Partial<Record<ErrorCode, string>> = {
  'request.not_found': 'Deliveries are sent to /hooks/ and the token of an endpoint, and to nothing else',
};

function saysOf(code: ErrorCode, error: unknown): string {
  if (code !== 'request.too_large') return SAYS[code] ?? 'The request could not be read';
  // What reads bodies says how many bytes it takes; Nest keeps that as the cause.
  const read = error instanceof HttpException ? error.cause : error;
  const { limit } = (read ?? {}) as { readonly limit?: unknown };
  const most = typeof limit === 'number' ? `have ${limit} bytes at most` : 'be no larger';
  return `A delivery may ${most}: WEBHOOK_BODY_LIMIT_MB of the webhook gateway says how large`;
}

/** Nest says it by a method; what reads bodies says it by a property, and whether it is for the caller. */
function frameworkStatus(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  const { status, expose } = (error ?? {}) as { readonly status?: unknown; readonly expose?: unknown };
  return expose === true && typeof status === 'number' ? status : undefined;
}
