import { z } from 'zod';
import { flagInQuery } from './list.js';

const FORCE_SAYS =
  '`true`: also where documents of configuration manage it, which then change it back when they are applied. It is written down.';

/** Of what is edited although documents manage it, in a body. */
export const force = z.boolean().describe(FORCE_SAYS).optional();
/** The same in a query. */
export const forceInQuery = flagInQuery.describe(FORCE_SAYS).optional();
export const forceQuery = z.object({ force: forceInQuery });

/** What is said in a change besides that it is to be forced. */
export function saysMore(given: object): boolean {
  return Object.keys(given).some((name) => name !== 'force');
}

export const managedBy = z
  .string()
  .nullable()
  .describe(
    'The set of documents of configuration that manages it: other edits are refused unless they are forced. Null: none does.',
  );
