import { z } from 'zod';
import { anyPath, kind, text, valuePath } from './setting-text.js';
import { whenSound } from './when-sound.js';

const rows = z
  .strictObject({
    kind: kind(
      'rows',
      'A list of rows, each a list of cells. The names of the columns are in the first row of every answer, unless `columns` or `columnsPath` has them.',
    ),
    columns: z.array(text).min(1).optional().describe('The names of the columns, where the answer has none.'),
    columnsPath: anyPath
      .optional()
      .describe('Where the answer has the list of columns, where that is not the first row.'),
    namePath: valuePath
      .optional()
      .describe('Where an entry of that list has the name of the column; left out: the entry is the name.'),
    shortRows: z
      .enum(['refuse', 'null'])
      .default('refuse')
      .describe(
        'What is made of a row with fewer cells than there are columns. `null`: those at its end are empty, for providers that leave them out.',
      ),
  })
  .refine(({ columns, columnsPath }) => columns === undefined || columnsPath === undefined, {
    error: 'must be left out beside columns: the names come from one of them',
    path: ['columnsPath'],
    ...whenSound('columns', 'columnsPath'),
  })
  .refine(({ columnsPath, namePath }) => columnsPath !== undefined || namePath === undefined, {
    error: 'is needed beside namePath: it says where the columns are',
    path: ['columnsPath'],
    ...whenSound('columnsPath', 'namePath'),
  });

/** How the entries lie at `recordsPath`. */
export const layout = z.discriminatedUnion('kind', [
  z.strictObject({ kind: kind('list', 'A list of entries.') }),
  z.strictObject({ kind: kind('one', 'An object that is the only entry.') }),
  z.strictObject({
    kind: kind('listOrOne', 'A list of entries or, where there is only one, that entry by itself.'),
  }),
  z.strictObject({
    kind: kind('map', 'An object: each of its members is an entry.'),
    key: text.describe('The field of an entry that takes the name of the member.'),
    value: text
      .optional()
      .describe(
        'The field of an entry that takes the value of the member. Left out: the value is an object, which is the entry.',
      ),
  }),
  rows,
]);

export type Layout = z.output<typeof layout>;
export type LayoutOf<K extends Layout['kind']> = Extract<Layout, { readonly kind: K }>;
