import { z } from 'zod';
import { credentialText } from './credential-text.js';

const algorithm = z.enum(['sha256', 'sha512', 'sha1']).default('sha256');
const encoding = z.enum(['hex', 'base64', 'base64url']).default('hex');

/** What stands for what in the texts of a signature; these are no credentials. */
export const SIGNING_NAMES: readonly string[] = [
  ...['method', 'host', 'path', 'query', 'sortedQuery', 'url', 'body', 'bodyHash'],
  ...['timestamp', 'nonce', 'signature'],
];

/** How each call is signed (HMAC, RFC 2104). */
export const signature = z.strictObject({
  text: z
    .string()
    .min(1, 'must not be empty')
    .describe(
      'What is signed. It names in braces credentials, and of the call: `method`, `host`, `path`, `query` as it is sent, `sortedQuery`, `url`, `body`, `bodyHash`, `timestamp`, `nonce`. A line break is `\\n`.',
    ),
  key: credentialText.describe('The key, a text that names a credential: `{apiSecret}`.'),
  keyEncoding: z
    .enum(['text', 'base64', 'hex'])
    .default('text')
    .describe('How the key is written: `text` is taken as it is.'),
  algorithm: algorithm.describe('What it is signed with.'),
  encoding: encoding.describe('How the signature is written.'),
  timestamp: z
    .enum(['seconds', 'ms', 'iso'])
    .default('seconds')
    .describe('How the time of the call is written: seconds or milliseconds since 1970, or ISO 8601.'),
  bodyHash: z
    .strictObject({
      algorithm: algorithm.describe('What the body is hashed with.'),
      encoding: encoding.describe('How the hash is written.'),
    })
    .default({ algorithm: 'sha256', encoding: 'hex' })
    .describe('What `{bodyHash}` is.'),
});

export type SignatureSettings = z.infer<typeof signature>;
