import { WAIT_FORMATS } from '@evenkeel/domain';
import { z } from 'zod';
import { text, valuePath } from './setting-text.js';
import { whenSound } from './when-sound.js';

const place = z.union([
  text.describe('A header of the answer.'),
  z.strictObject({ path: valuePath.describe('A place in its body.') }),
]);

const waitFormat = z.enum(WAIT_FORMATS);

/** A limit of which each answer tells what is left. */
const rateLimit = z
  .strictObject({
    remaining: place
      .optional()
      .describe('Where an answer says how much is left: a header, or a `path` in its body.'),
    limit: place.optional().describe('Where it says how much there is in all.'),
    used: place
      .optional()
      .describe('Where it says how much is used, in place of `remaining`, beside `limit`.'),
    usage: text
      .optional()
      .describe(
        'A header that says both, as `used/limit`: `39/40`, or `api-usage=39/40`. Of several the first counts.',
      ),
    reset: place.optional().describe('Where it says when the limit starts afresh.'),
    resetAs: waitFormat
      .default('seconds')
      .describe(
        'How that is written: `seconds` or `ms` from now, a `duration` (`1m30s`), a time as `unix`, `unix_ms`, `iso` or `http_date`.',
      ),
    resetSeconds: z
      .number()
      .positive()
      .max(86_400)
      .optional()
      .describe('After how many seconds it starts afresh, where no answer says it.'),
    refillPerSecond: z
      .union([
        z.number().positive(),
        z.strictObject({ path: valuePath.describe('A place in the body of the answer.') }),
      ])
      .optional()
      .describe('How much comes back each second, for a limit that fills up again bit by bit.'),
    reserve: z
      .number()
      .min(0)
      .default(0)
      .describe(
        'How much is left to others: no call is made when so much or less is left, until the limit starts afresh.',
      ),
  })
  .refine(
    ({ remaining, used, limit, usage }) =>
      remaining !== undefined || usage !== undefined || (used !== undefined && limit !== undefined),
    {
      error: 'is needed, or usage, or used beside limit',
      path: ['remaining'],
      ...whenSound('remaining', 'usage', 'used', 'limit'),
    },
  )
  .refine(
    ({ reset, resetSeconds, refillPerSecond }) =>
      [reset, resetSeconds, refillPerSecond].filter((said) => said !== undefined).length === 1,
    {
      error: 'one of reset, resetSeconds, refillPerSecond must say when there is more',
      path: ['reset'],
      ...whenSound('reset', 'resetSeconds', 'refillPerSecond'),
    },
  );

export const rateLimits = z
  .array(rateLimit)
  .default([])
  .describe(
    'Limits that answers tell, where the usual headers (`X-RateLimit-*`, `RateLimit`) do not: no call is made when one is used up, before the provider refuses any.',
  );

export type RateLimitSettings = z.infer<typeof rateLimit>;
export type LimitPlace = z.infer<typeof place>;

/** Where a refusal says for how long. */
export const retryAfter = z
  .strictObject({
    bodyPath: valuePath.optional().describe('A place in the body.'),
    header: text.optional().describe('A header.'),
    as: waitFormat.default('seconds').describe('How it is written, as in `resetAs` of `rateLimits`.'),
  })
  .refine(({ bodyPath, header }) => (bodyPath === undefined) !== (header === undefined), {
    error: 'must say one of bodyPath, header',
    path: ['bodyPath'],
    ...whenSound('bodyPath', 'header'),
  });
