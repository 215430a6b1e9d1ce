import { errorCatalog, type ErrorCode } from '@evenkeel/domain';
import { z } from 'zod';
import { scalar } from './scalar.js';
import { valuePath } from './setting-text.js';

const providerCode = z.custom<ErrorCode>(
  (value) => typeof value === 'string' && value.startsWith('provider.') && Object.hasOwn(errorCatalog, value),
  'must be a provider.* code of the error catalog',
);
/** Which error an answer is, where its status alone does not say it. */
export const errorRule = z
  .strictObject({
    status: z.int().min(100).max(599).optional(),
    bodyPath: valuePath.optional(),
    /** What is at `bodyPath`; without it, anything but null. */
    equals: scalar.optional(),
    code: providerCode,
  })
  .refine((rule) => rule.status !== undefined || rule.bodyPath !== undefined, {
    error: 'a rule needs a status or a bodyPath',
    path: ['status'],
  });

export type ErrorRule = z.infer<typeof errorRule>;
