import { text } from './setting-text.js';

/** These carry credentials or are the caller's own. */
const RESERVED_HEADERS =
  /^(authorization|proxy-authorization|cookie|host|content-length|transfer-encoding|accept-encoding)$/i;
/** Headers that settings may name. */
export const headerName = text
  .regex(/^[\w!#$%&'*+.^`|~-]+$/, 'is not the name of a header')
  .refine((name) => !RESERVED_HEADERS.test(name), 'cannot be set here: secrets go into the credentials');
