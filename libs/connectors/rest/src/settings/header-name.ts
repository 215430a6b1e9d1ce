import type { z } from 'zod';
import { text } from './setting-text.js';

const name = text.regex(/^[\w!#$%&'*+.^`|~-]+$/, 'is not the name of a header');

/** These are the caller's own. */
const OF_CALLER = /^(host|content-length|transfer-encoding|connection|accept-encoding|proxy-authorization)$/i;
/** These carry credentials. */
const OF_CREDENTIALS = /^(authorization|cookie)$/i;

/** Headers that settings may name. */
export const headerName = name.refine(
  (given) => !OF_CALLER.test(given) && !OF_CREDENTIALS.test(given),
  'cannot be set here: secrets go into the credentials',
);

/** Headers that may carry a credential. */
export const credentialHeader = name.refine(
  (given) => !OF_CALLER.test(given) && !/^content-type$/i.test(given),
  'cannot be set here: the engine sets it',
);

/** Told where one header is there in two spellings: their names are compared without regard to case. */
export function checkSpellings(headers: Readonly<Record<string, unknown>>, context: z.RefinementCtx): void {
  const known = new Map<string, string>();
  for (const given of Object.keys(headers)) {
    const other = known.get(given.toLowerCase());
    known.set(given.toLowerCase(), given);
    if (other !== undefined)
      context.addIssue({ code: 'custom', path: [given], message: `is the same header as ${other}` });
  }
}
