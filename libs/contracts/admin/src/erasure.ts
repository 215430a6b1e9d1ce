import { isStorable, UNSTORABLE_SAYS } from '@evenkeel/domain';
import { z } from 'zod';
import { count } from './count.js';
import { timeView } from './json-object.js';

export const eraseRequest = z
  .strictObject({
    preview: z.boolean().describe('Whether to tell what would be removed, and change nothing.').default(true),
    reason: z
      .string()
      .trim()
      .min(1)
      .max(1_000)
      .refine(isStorable, UNSTORABLE_SAYS.unstorable_text)
      .describe('Why, for the trail. It is kept: name no person in it.')
      .optional(),
  })
  .prefault({})
  .meta({ id: 'EraseRecord', description: 'How a record is to be erased.' });

const tables = z
  .array(
    z
      .object({
        table: z.string().describe('Name of the table.'),
        rows: count.describe('How many of its rows hold values of the record, or held some.'),
      })
      .meta({ id: 'ErasedTable', description: 'What one table holds of a record.' }),
  )
  .describe('Tables in which something was found.');

export const erasureView = z
  .object({
    at: timeView.describe('When its values were erased.'),
    actor: z.string().describe('Who asked for it.'),
    reason: z.string().nullable().describe('Why; null: it was not said.'),
    tables,
    liftedAt: timeView
      .nullable()
      .describe('Since when what its providers say is kept again; null: it is not.'),
    liftedBy: z.string().nullable().describe('Who allowed that; null: it is not allowed.'),
  })
  .meta({ id: 'RecordErasure', description: 'That the values of a record were erased.' });
export type ErasureView = z.output<typeof erasureView>;

export const erasureAnswer = z
  .object({
    record: z.string().describe('Id of the record.'),
    externalIds: z.array(z.string()).describe('By which ids providers know it: these stay.'),
    records: count.describe(
      'How many records: with it those that became part of it, or are derived of it alone.',
    ),
    preview: z.boolean().describe('Whether nothing was changed.'),
    tables,
    erasure: erasureView.nullable().describe('What is noted of it; null: it was not erased.'),
  })
  .meta({ id: 'ErasedRecord', description: 'What erasing a record removes, or has removed.' });
