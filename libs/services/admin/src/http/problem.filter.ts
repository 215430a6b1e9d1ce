import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { SyncError } from '@evenkeel/domain';
import { Logger } from '@evenkeel/ports';
import type { Request, Response } from 'express';
import { describeFailure, PROBLEM_TYPE } from './describe-failure.js';

/** Answers errors with `application/problem+json`. An unexpected error goes to the log, not to the caller. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const [request, response] = [http.getRequest<Request>(), http.getResponse<Response>()];
    answerProblem(error, { request, response, log: this.log });
  }
}

interface Asked {
  readonly request: Request;
  readonly response: Response;
  readonly log: Logger;
}

export function answerProblem(error: unknown, { request, response, log }: Asked): void {
  const { method, originalUrl } = request;
  const problem = describeFailure(error, pathOf(originalUrl));
  if (problem.status >= 500) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const { code, instance } = problem;
    log.error('request failed', { code, method, path: instance, error: text });
  }
  if (response.headersSent) return;
  // RFC 9110, 11.6.1: what would be taken.
  if (problem.status === 401) response.setHeader('www-authenticate', 'Bearer realm="evenkeel"');
  // 10.2.3: in whole seconds, and not before.
  if (problem.status === 429 && error instanceof SyncError)
    response.setHeader('retry-after', Math.ceil((error.waitMs ?? 0) / 1_000));
  response.status(problem.status).type(PROBLEM_TYPE).send(JSON.stringify(problem));
}

/** Without the query, which may hold what is searched for. */
export function pathOf(url: string): string {
  return url.split(/[?#]/, 1)[0] ?? '';
}
