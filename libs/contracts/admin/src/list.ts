import { z } from 'zod';

export const LIST_LIMIT = { default: 50, max: 500 } as const;

/** Which slice of a list is wanted. `cursor` is what the slice before gave as `next`. */
export const listQuery = z.object({
  cursor: z
    .string()
    .min(1)
    .max(1000)
    .describe('Where to go on: `next` of the slice before. Left out: from the start of the list.')
    .optional(),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(LIST_LIMIT.max)
    .describe('How many entries a slice has at most.')
    .default(LIST_LIMIT.default),
});
export type ListQuery = z.output<typeof listQuery>;

/** A slice of a list; `next` is null at its end. */
export function listOf<Item extends z.ZodType>(item: Item, id: string) {
  return z
    .object({
      items: z.array(item).describe('The entries of this slice.'),
      next: z
        .string()
        .nullable()
        .describe('To be sent as `cursor` for the slice after this one; null at the end of the list.'),
    })
    .meta({ id, description: 'A slice of a list, stable while entries are added.' });
}
export interface ListView<Item> {
  readonly items: Item[];
  readonly next: string | null;
}

/** A yes or no in a query, where everything is text. */
export const flagInQuery = z.enum(['true', 'false']).transform((text) => text === 'true');

/** The same as a caller writes it. */
export function flagText(flag: boolean): 'true' | 'false' {
  return flag ? 'true' : 'false';
}
