import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { Logger } from '@evenkeel/ports';
import type { Response } from 'express';
import { describeFailure } from './describe-failure.js';

/** RFC 9457. */
export const PROBLEM_TYPE = 'application/problem+json';

/** Answers errors with `application/problem+json`. An unexpected error goes to the log, not to the caller. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const problem = describeFailure(error);
    if (problem.status >= 500) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.log.error('request failed', { code: problem.code, error: text });
    }
    const response = host.switchToHttp().getResponse<Response>();
    if (response.headersSent) return;
    response.status(problem.status).type(PROBLEM_TYPE).send(JSON.stringify(problem));
  }
}
