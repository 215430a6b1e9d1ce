import { z } from 'zod';

export const LIST_LIMIT = { default: 50, max: 500 } as const;

/** Which slice of a list is wanted. `cursor` is what the slice before gave as `next`. */
export const listQuery = z.object({
  cursor: z.string().min(1).max(1000).optional(),
  limit: z.coerce.number().int().min(1).max(LIST_LIMIT.max).default(LIST_LIMIT.default),
});
export type ListQuery = z.output<typeof listQuery>;

/** A slice of a list; `next` is null at its end. */
export function listOf<Item extends z.ZodType>(item: Item, id: string) {
  return z.object({ items: z.array(item), next: z.string().nullable() }).meta({ id });
}
export interface ListView<Item> {
  readonly items: Item[];
  readonly next: string | null;
}
