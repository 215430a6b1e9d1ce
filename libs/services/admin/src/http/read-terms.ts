import { InvalidRequest, type Terms } from '@evenkeel/administration';
import type { Operation } from '@evenkeel/contracts-admin';
import type { Request, Response } from 'express';
import { IDEMPOTENCY_KEY, readIdempotencyKey } from './idempotency-key.js';
import { IF_MATCH, readIfMatch } from './if-match.js';
import { untilClosed } from './until-closed.js';

/**
 * What the headers of a request say that its operation asks for. Throws `request.invalid`, also where a header asks for a safeguard that the
 * operation does not have: a caller that relies on it must not be told that all is well.
 */
export function readTerms({ idempotent, revision }: Operation, request: Request, response: Response): Terms {
  const takesKey = idempotent === 'by key';
  const takesTag = revision?.checked === true;
  const twice = idempotent === 'yes' ? 'sent twice it is done once' : 'sent twice it may be done twice';
  if (!takesKey) refuseHeader(request, IDEMPOTENCY_KEY.name, twice);
  if (!takesTag) refuseHeader(request, IF_MATCH.name, 'it does not look at revisions');
  return {
    key: takesKey ? readIdempotencyKey(request.get(IDEMPOTENCY_KEY.name)) : undefined,
    seen: takesTag ? readIfMatch(request.get(IF_MATCH.name)) : undefined,
    signal: untilClosed(response),
  };
}

function refuseHeader(request: Request, name: string, consequence: string): void {
  if (request.get(name) === undefined) return;
  const message = `this operation does not take it (${consequence}): send the request without it`;
  throw new InvalidRequest([{ path: name, message }]);
}
