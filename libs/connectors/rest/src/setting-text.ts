import { z } from 'zod';

/** Names and values that would end a header line early do not get through. */
export const oneLine = z.string().regex(/^[^\p{Cc}]*$/u, 'must not hold control characters');
export const text = oneLine.min(1, 'must not be empty');
