import { z } from 'zod';
import { auth } from './auth-settings.js';
import { checkCredentialPlaces } from './credential-places.js';
import { charset } from './charset.js';
import { errorRule } from './error-rule.js';
import { checkSpellings, headerName } from './header-name.js';
import { checkStreams } from './rules-between-streams.js';
import { rateLimits } from './limit-settings.js';
import { oneLine, text } from './setting-text.js';
import { streamSettings } from './stream-rules.js';
import { tls } from './tls-settings.js';
import { whenSound } from './when-sound.js';

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

const fields = z.strictObject({
  baseUrl: baseUrl.describe(
    'The address that every path is put behind; credentials go to its host and to no other.',
  ),
  auth: auth
    .default({ kind: 'none' })
    .describe('How calls prove who makes them. Secrets are credentials, never settings.'),
  headers: z
    .record(headerName, oneLine)
    .superRefine(checkSpellings, whenSound())
    .default({})
    .describe('Headers of each call.'),
  charset: charset.optional().describe('How answers of streams are encoded that say nothing of their own.'),
  streams: z
    .record(text, streamSettings)
    .refine((streams) => Object.keys(streams).length > 0, 'needs at least one stream')
    .superRefine(checkStreams, whenSound())
    .describe('What can be read, by a name of your choice.'),
  errors: z
    .array(errorRule)
    .default([])
    .describe(
      'Which error an answer is, where its status alone does not say it. The first rule that fits counts, also for a success.',
    ),
  rateLimits,
  tls,
  $schema: text
    .optional()
    .describe('For editors: where the schema of this file is. The connector does not look at it.'),
});

export const restSettings = fields
  .refine(({ baseUrl: address, tls: said }) => said === undefined || address.startsWith('https:'), {
    error: 'must be an https address where tls is said',
    path: ['baseUrl'],
    ...whenSound('baseUrl', 'tls'),
  })
  .superRefine(checkCredentialPlaces, whenSound('auth', 'headers', 'streams'));

export type RestSettings = z.infer<typeof fields>;
