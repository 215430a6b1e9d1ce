import { findUnstorablePlace, UNSTORABLE_SAYS, type JsonValue } from '@evenkeel/domain';
import { InvalidRequest } from './invalid-request.js';
import { placeText } from './place-text.js';

/**
 * Refuses what no table could hold: NUL and half surrogates in names and texts, numbers of more than 1,000 digits, and what
 * nests too deep. To be asked before anything else looks at a request, which may walk it. Throws `request.invalid`.
 */
export function assertStorable(request: unknown, name?: string): void {
  if (request === undefined) return;
  const found = findUnstorablePlace(request as JsonValue);
  if (found === undefined) return;
  const place = name === undefined ? found.path : [name, ...found.path];
  throw new InvalidRequest([{ path: placeText(place), message: UNSTORABLE_SAYS[found.kind] }]);
}
