import { errorCatalog, type ErrorCode } from '@evenkeel/domain';
import { z } from 'zod';
import { scalar } from './scalar.js';
import { valuePath } from './setting-text.js';
import { whenSound } from './when-sound.js';

const PROVIDER_CODES = (Object.keys(errorCatalog) as ErrorCode[]).filter((code) =>
  code.startsWith('provider.'),
);

/** Which error an answer is, where its status alone does not say it. */
export const errorRule = z
  .strictObject({
    status: z.int().min(100).max(599).optional().describe('The status of the answer; left out: any.'),
    bodyPath: valuePath.optional().describe('A place in the body of the answer.'),
    equals: scalar.optional().describe('What is at `bodyPath`; left out: anything but null.'),
    code: z.enum(PROVIDER_CODES).describe('Which error this is: a code of docs/errors.md.'),
  })
  .refine((rule) => rule.status !== undefined || rule.bodyPath !== undefined, {
    error: 'a rule needs a status or a bodyPath',
    path: ['status'],
    ...whenSound('status', 'bodyPath'),
  });

export type ErrorRule = z.infer<typeof errorRule>;
