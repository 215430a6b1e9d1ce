import { z } from 'zod';

/** How many there are of something. */
export const count = z.int().min(0);

/** How many there are of each of these. `says` is what one of them is called in its description. */
export function countsOf<const Name extends string>(names: readonly Name[], says: string) {
  const fields = names.map((name) => [name, count.describe(`How many ${says} \`${name}\`.`)]);
  return z.object(Object.fromEntries(fields) as { [Each in Name]: typeof count });
}
