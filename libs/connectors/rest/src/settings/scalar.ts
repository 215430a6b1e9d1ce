import { ExactNumber } from '@evenkeel/domain';
import { z } from 'zod';

export const anyNumber = z.union([z.number(), z.instanceof(ExactNumber)], { error: 'must be a number' });
/** What a value of an answer may be compared with. */
export const scalar = z.union([z.string(), anyNumber, z.boolean()], {
  error: 'must be a text, a number, true or false',
});
