import type { Response } from 'express';

/** A signal that is aborted when the caller goes away before the answer, so that its work can stop. */
export function untilClosed(response: Response): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => controller.abort(new Error('The caller went away')));
  return controller.signal;
}
