import { ERROR_CLASSES } from '@evenkeel/domain';
import { z } from 'zod';

/** One field that is not as the API describes it. */
export const fieldError = z.object({
  /** Dotted path of the field; empty for the body as a whole. */
  path: z.string(),
  message: z.string(),
});

/** RFC 9457, with the code of the error catalog and what a person can do about it. Served as `application/problem+json`. */
export const problemDetails = z
  .object({
    /** `urn:evenkeel:problem:<code>`. */
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    remedy: z.string(),
    errors: z.array(fieldError).optional(),
  })
  .meta({ id: 'Problem' });
export type ProblemDetails = z.output<typeof problemDetails>;

/** A problem as the engine kept it: of a connection, a chunk or a record. */
export const problemView = z
  .object({ code: z.string(), errorClass: z.enum(ERROR_CLASSES), message: z.string(), remedy: z.string() })
  .meta({ id: 'KeptProblem' });
