import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { errorCatalog, SyncError, type ErrorCode } from '@evenkeel/domain';
import { Logger } from '@evenkeel/ports';
import type { Response } from 'express';

const STATUS_OF: Partial<Record<ErrorCode, number>> = {
  'request.invalid': 400,
  'request.bad_signature': 401,
  'request.not_found': 404,
  // Senders come back later after these.
  'system.database': 503,
  'system.broker': 503,
};

/** Tells the sender of a delivery why it was not taken (RFC 9457); of an error that is ours, only that there was one. */
@Catch()
export class RefusalFilter implements ExceptionFilter {
  constructor(private readonly log: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const { code, status, detail } = refusalOf(error);
    if (status >= 500) this.log.error('delivery failed', { code, error });
    const { meaning: title, remedy } = errorCatalog[code];
    const problem = { type: `urn:evenkeel:problem:${code}`, title, status, detail, code, remedy };
    const response = host.switchToHttp().getResponse<Response>();
    response.status(status).type('application/problem+json').send(JSON.stringify(problem));
  }
}

function refusalOf(error: unknown): { code: ErrorCode; status: number; detail: string } {
  const known = error instanceof SyncError ? STATUS_OF[error.code] : undefined;
  if (error instanceof SyncError && known !== undefined) {
    return { code: error.code, status: known, detail: known < 500 ? error.message : 'Try again later' };
  }
  if (error instanceof HttpException && error.getStatus() < 500) {
    // The framework's own refusals: a body that is not JSON or is too large.
    return { code: 'request.invalid', status: error.getStatus(), detail: error.message };
  }
  return { code: 'system.unexpected', status: 500, detail: 'Something unexpected happened' };
}
