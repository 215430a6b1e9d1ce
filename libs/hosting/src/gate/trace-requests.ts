import type { Tracing } from '@evenkeel/ports';
import type { NextFunction, Request, Response } from 'express';

/**
 * What follows from a request is followed from it, and from its caller where that sends `traceparent`. Without one, requests from which nothing
 * follows are not told of: most only look. Strangers say nothing of traces: each of their requests would be told wherever they like.
 */
export function traceRequests(tracing: Tracing, callers: 'own' | 'anyone') {
  return (request: Request, response: Response, next: NextFunction): void => {
    const header = callers === 'own' ? request.get('traceparent') : undefined;
    const { method } = request;
    const settings = {
      name: method,
      kind: 'server',
      begins: true,
      onlyIfFollowed: header === undefined,
      notes: { 'http.request.method': method },
      ...(header === undefined ? {} : { follows: [header] }),
    } as const;
    void tracing.within(settings, async ({ rename, note }) => {
      const closed = new Promise((resolve) => response.once('close', resolve));
      next();
      await closed;
      note({ 'http.response.status_code': response.statusCode });
      const route: unknown = (request.route as { readonly path?: unknown } | undefined)?.path;
      if (typeof route !== 'string') return;
      note({ 'http.route': route });
      rename(`${method} ${route}`);
    });
  };
}
