import { z } from 'zod';
import { auth } from './auth-settings.js';
import { charset } from './charset.js';
import { errorRule } from './error-rule.js';
import { oneLine, text } from './setting-text.js';
import { streamSettings } from './stream-settings.js';

const baseUrl = text.refine((value) => {
  const url = URL.parse(value);
  return (
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    url.search === '' &&
    url.hash === '' &&
    url.username === ''
  );
}, 'must be an http or https address without a query and without a user name');

/** These carry credentials or are the caller's own. */
const RESERVED_HEADERS =
  /^(authorization|proxy-authorization|cookie|host|content-length|transfer-encoding|accept-encoding)$/i;
const headerName = text
  .regex(/^[\w!#$%&'*+.^`|~-]+$/, 'is not the name of a header')
  .refine((name) => !RESERVED_HEADERS.test(name), 'cannot be set here: secrets go into the credentials');

export const restSettings = z.strictObject({
  baseUrl,
  auth: auth.default({ kind: 'none' }),
  headers: z.record(headerName, oneLine).default({}),
  /** Of every stream that says none of its own. */
  charset: charset.optional(),
  streams: z
    .record(text, streamSettings)
    .refine((streams) => Object.keys(streams).length > 0, 'needs at least one stream'),
  errors: z.array(errorRule).default([]),
});

export type RestSettings = z.infer<typeof restSettings>;
