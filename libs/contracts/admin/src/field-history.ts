import { FIELD_REASONS } from '@evenkeel/domain';
import { z } from 'zod';
import { count } from './count.js';
import { timeView } from './json-object.js';
import { listOf, listQuery } from './list.js';
import { jobOfEvent, referenceOfEvent } from './record-page.js';

export const fieldHistoryQuery = listQuery.extend({
  field: z
    .string()
    .min(1)
    .max(1000)
    .describe('Dotted path of the field (`address.city`; a dot within a name is `\\\\.`).'),
});

const fieldValueView = z
  .object({
    at: timeView.describe('Since when it was there.'),
    version: count.describe('Version of the record from then on.'),
    value: z
      .string()
      .nullable()
      .describe(
        'JSON text, cut where it is long; `"***"` where it is sensitive; null: the field was not there.',
      ),
    reason: z
      .enum(FIELD_REASONS)
      .describe(
        '`read`: a source says it. `derived`: it is part of another record that was read. `merged`, `parted`: it came with a record that became part of this one, or because that was undone. `edited`: here, by `actor`. `erased`: what it was is gone for good. `unknown`: that was not kept.',
      ),
    actor: z.string().nullable().describe('Who edited it here; null: it was not edited.'),
    executionId: z.uuid().nullable().describe('The execution that wrote it; null: none, or it is not known.'),
    job: jobOfEvent
      .nullable()
      .describe('The job of that execution; null: none, or it is not known any more.'),
    sources: z
      .array(
        referenceOfEvent.extend({
          rule: z
            .string()
            .nullable()
            .describe(
              'The derive rule that makes the record of it; null: it is read from the stream itself.',
            ),
        }),
      )
      .describe('Those that said it when it came.'),
    merges: z.array(z.string()).describe('Ids of the merges that it came with.'),
    undoneMerge: z.string().nullable().describe('Id of the merge whose undoing brought it; null: none.'),
  })
  .meta({ id: 'FieldValue', description: 'A value that a field had, and why.' });
export type FieldValueView = z.output<typeof fieldValueView>;
export const fieldHistory = listOf(fieldValueView, 'FieldValueList');
