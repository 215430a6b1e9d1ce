import type { Terms } from '@evenkeel/administration';
import type { Operation } from '@evenkeel/contracts-admin';
import type { Request, Response } from 'express';
import { readIdempotencyKey } from './idempotency-key.js';
import { readIfMatch } from './if-match.js';
import { untilClosed } from './until-closed.js';

/** What the headers of a request say that its operation asks for. Throws `request.invalid`. */
export function readTerms({ idempotent, revision }: Operation, request: Request, response: Response): Terms {
  return {
    key: idempotent === 'by key' ? readIdempotencyKey(request.get('idempotency-key')) : undefined,
    seen: revision?.checked ? readIfMatch(request.get('if-match')) : undefined,
    signal: untilClosed(response),
  };
}
