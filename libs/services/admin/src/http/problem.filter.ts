import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { Logger } from '@evenkeel/ports';
import type { Request, Response } from 'express';
import { describeFailure, PROBLEM_TYPE } from './describe-failure.js';

/** Answers errors with `application/problem+json`. An unexpected error goes to the log, not to the caller. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const { method, originalUrl } = http.getRequest<Request>();
    const problem = describeFailure(error, pathOf(originalUrl));
    if (problem.status >= 500) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      const { code, instance } = problem;
      this.log.error('request failed', { code, method, path: instance, error: text });
    }
    const response = http.getResponse<Response>();
    if (response.headersSent) return;
    response.status(problem.status).type(PROBLEM_TYPE).send(JSON.stringify(problem));
  }
}

/** Without the query, which may hold what is searched for. */
export function pathOf(url: string): string {
  return url.split(/[?#]/, 1)[0] ?? '';
}
