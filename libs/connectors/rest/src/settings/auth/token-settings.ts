import { namesIn } from '@evenkeel/domain';
import { z } from 'zod';
import { answerRule } from '../answer-rule.js';
import { checkSpellings, credentialHeader } from '../header-name.js';
import { oneLine, text, valuePath } from '../setting-text.js';
import { whenSound } from '../when-sound.js';

const tokenText = text.refine((template) => namesIn(template).includes('token'), 'must name {token}');

/** How a token goes with each call. */
export const send = z
  .strictObject({
    headers: z
      .record(credentialHeader, tokenText)
      .superRefine(checkSpellings, whenSound())
      .default({})
      .describe('Headers that carry it: `"X-Access-Token": "{token}"`.'),
    query: z.record(text, tokenText).default({}).describe('Parameters that carry it.'),
  })
  .refine(({ headers, query }) => Object.keys({ ...headers, ...query }).length > 0, {
    error: 'must say a header or a parameter that carries the token',
    path: ['headers'],
    ...whenSound('headers', 'query'),
  });

export const address = text.refine((value) => {
  const url = URL.parse(value);
  return url !== null && /^https?:$/.test(url.protocol) && url.hash === '' && url.username === '';
}, 'must be an http or https address without a user name');

/** These are credentials or said by the kind of authentication. */
const RESERVED_PARAMETERS =
  /^(grant_type|client_id|client_secret|refresh_token|username|password|assertion|client_assertion(_type)?)$/;

const parameterName = text.refine(
  (name) => !RESERVED_PARAMETERS.test(name),
  'cannot be set here: secrets go into the credentials',
);

/** How an access token is had (OAuth 2, RFC 6749). */
export const tokenEndpoint = {
  tokenUrl: address.describe('The address at which a token is had.'),
  scope: text.optional().describe('What the token is to allow, in the words of the provider.'),
  parameters: z
    .record(parameterName, oneLine)
    .default({})
    .describe('What the endpoint wants beside the usual, for example an `audience`.'),
  send: send.optional().describe('How the token goes with each call; left out: as `Authorization: Bearer`.'),
  answer: z
    .strictObject({
      tokenPath: valuePath.optional().describe('Where the token is; left out: `access_token`.'),
      refreshTokenPath: valuePath
        .optional()
        .describe('Where a new refresh token is; left out: `refresh_token`.'),
      lifetimePath: valuePath
        .optional()
        .describe('Where it is said for how many seconds it is good; left out: `expires_in`.'),
    })
    .default({})
    .describe('Where the answer of the endpoint, JSON or a form, has things.'),
  refusals: z
    .array(answerRule)
    .default([])
    .describe(
      'Answers of the endpoint that mean that the credentials are refused, beside those that name an error: the connection then needs attention.',
    ),
};

/** How a key signs, for the kinds that prove themselves so. */
export const signing = {
  algorithm: z.enum(['RS256', 'ES256']).describe('What the private key signs with.'),
  keyId: text.optional().describe('Which of several keys it is, where the provider gave it a name (`kid`).'),
  lifetimeSeconds: z
    .int()
    .min(10)
    .max(3600)
    .default(180)
    .describe('For how many seconds what is signed is good; it is signed anew for each token.'),
};
