import { SyncError } from '@evenkeel/domain';
import type { NextFunction, Request, Response } from 'express';
import { describeFailure, PROBLEM_TYPE } from './describe-failure.js';
import { isOfApi, methodsAt } from './methods-at.js';
import { pathOf } from './problem.filter.js';

/**
 * Answers what the router could not say well: that a path is there and takes other methods (405 with Allow), which ones it takes
 * (OPTIONS), and that a path in other letters or with a slash at its end is another path.
 */
export function guardRoutes(request: Request, response: Response, next: NextFunction): void {
  const path = pathOf(request.originalUrl);
  if (!isOfApi(path)) return next();
  const { method } = request;
  const methods = methodsAt(path);
  if (methods.length === 0) {
    return refuse(
      response,
      path,
      new SyncError('request.not_found', `There is nothing at ${method} ${path}`),
    );
  }
  response.setHeader('allow', methods.join(', '));
  if (method === 'OPTIONS') return void response.status(204).end();
  if (!methods.includes(method)) {
    const detail = `${path} does not take ${method}; it takes ${methods.join(', ')}`;
    return refuse(response, path, new SyncError('request.wrong_method', detail));
  }
  response.removeHeader('allow');
  // A tag is of what a person has set, and what runs show changes beside it: no answer is ever "not modified".
  delete request.headers['if-none-match'];
  next();
}

function refuse(response: Response, path: string, error: SyncError): void {
  const problem = describeFailure(error, path);
  response.status(problem.status).type(PROBLEM_TYPE).send(JSON.stringify(problem));
}
