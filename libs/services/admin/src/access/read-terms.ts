import { InvalidRequest, type Terms } from '@evenkeel/administration';
import type { Operation } from '@evenkeel/contracts-admin';
import { IDEMPOTENCY_KEY, readIdempotencyKey } from './idempotency-key.js';
import { IF_MATCH, readIfMatch } from './if-match.js';

/** The value of a header or of metadata by its name; undefined: it was not sent. */
export type Said = (name: string) => string | undefined;

/**
 * What is said beside a request that its operation asks for. Throws `request.invalid`, also where it asks for a safeguard that the
 * operation does not have: a caller that relies on it must not be told that all is well.
 */
export function readTerms({ idempotent, revision }: Operation, said: Said): Omit<Terms, 'signal'> {
  const takesKey = idempotent === 'by key';
  const takesTag = revision?.checked === true;
  const twice = idempotent === 'yes' ? 'sent twice it is done once' : 'sent twice it may be done twice';
  if (!takesKey) refuse(said, IDEMPOTENCY_KEY.name, twice);
  if (!takesTag) refuse(said, IF_MATCH.name, 'it does not look at revisions');
  return {
    key: takesKey ? readIdempotencyKey(said(IDEMPOTENCY_KEY.name)) : undefined,
    seen: takesTag ? readIfMatch(said(IF_MATCH.name)) : undefined,
  };
}

function refuse(said: Said, name: string, consequence: string): void {
  if (said(name) === undefined) return;
  const message = `this operation does not take it (${consequence}): send the request without it`;
  throw new InvalidRequest([{ path: name, message }]);
}
