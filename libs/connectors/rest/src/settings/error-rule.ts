import { errorCatalog, type ErrorCode } from '@evenkeel/domain';
import { z } from 'zod';
import { answerShape, SAYS_NOTHING, saysSomething } from './answer-rule.js';
import { retryAfter } from './limit-settings.js';

const PROVIDER_CODES = (Object.keys(errorCatalog) as ErrorCode[]).filter((code) =>
  code.startsWith('provider.'),
);

/** Which error an answer is, where its status alone does not say it. */
export const errorRule = z
  .strictObject({
    ...answerShape,
    code: z.enum(PROVIDER_CODES).describe('Which error this is: a code of docs/errors.md.'),
    retryAfter: retryAfter
      .optional()
      .describe('Where the answer says for how long it wants to be left alone, if not in `Retry-After`.'),
  })
  .refine(saysSomething, SAYS_NOTHING);

export type ErrorRule = z.infer<typeof errorRule>;
