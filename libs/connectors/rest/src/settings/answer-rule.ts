import { z } from 'zod';
import { scalar } from './scalar.js';
import { valuePath } from './setting-text.js';
import { whenSound } from './when-sound.js';

/** What an answer looks like. */
export const answerShape = {
  status: z.int().min(100).max(599).optional().describe('The status of the answer; left out: any.'),
  bodyPath: valuePath.optional().describe('A place in the body of the answer.'),
  equals: scalar.optional().describe('What is at `bodyPath`; left out: anything but null.'),
};

/** Without either it would fit every answer. */
export const saysSomething = (rule: {
  readonly status?: number | undefined;
  readonly bodyPath?: string | undefined;
}): boolean => rule.status !== undefined || rule.bodyPath !== undefined;

export const SAYS_NOTHING = {
  error: 'a rule needs a status or a bodyPath',
  path: ['status'],
  ...whenSound('status', 'bodyPath'),
};

export const answerRule = z.strictObject(answerShape).refine(saysSomething, SAYS_NOTHING);
