import { ERROR_CLASSES } from '@evenkeel/domain';
import { z } from 'zod';

const fieldError = z
  .object({
    path: z.string().describe('Dotted path of the field; empty for the body as a whole.'),
    message: z.string().describe('What is wrong with it.'),
  })
  .meta({ id: 'FieldError', description: 'One field that is not as the API describes it.' });

/** RFC 9457. Served as `application/problem+json`. */
export const problemDetails = z
  .object({
    type: z.string().describe('`urn:evenkeel:problem:<code>`.'),
    title: z.string().describe('What the code means; the same for every problem of this code.'),
    status: z.int().describe('Status of the HTTP answer.'),
    detail: z.string().describe('What happened this time.'),
    instance: z.string().describe('Path of the request that was answered so, as it was sent.').optional(),
    code: z.string().describe('Code of the error catalog, for machines.'),
    errorClass: z
      .enum(ERROR_CLASSES)
      .describe('Class of the error: whether it is worth a retry, and who can correct it.')
      .optional(),
    remedy: z.string().describe('What a person can do about it.'),
    errors: z
      .array(fieldError)
      .describe('Each field that is wrong, where the problem is about fields.')
      .optional(),
  })
  .meta({
    id: 'Problem',
    description: 'Why a request was not carried out (RFC 9457), with the code of the error catalog.',
  });
export type ProblemDetails = z.output<typeof problemDetails>;

export const problemView = z
  .object({
    code: z.string().describe('Code of the error catalog, for machines.'),
    errorClass: z.enum(ERROR_CLASSES).describe('Class of the error, which decides what happens next.'),
    message: z.string().describe('What happened.'),
    remedy: z.string().describe('What a person can do about it.'),
  })
  .meta({ id: 'KeptProblem', description: 'A problem of a connection, a chunk or a record.' });
