import { z } from 'zod';
import { lifecycleEvent, type EventDefinition } from './event-definition.js';
import { EXAMPLE_RUN } from './event-examples.js';
import { runPart } from './event-parts.js';

const data = z.object({
  ...runPart,
  recordId: z.string().describe('Its id here.'),
  recordType: z.string().describe('What kind of record it is.'),
  version: z
    .int()
    .min(1)
    .describe(
      'Grows with each change of the record: of two events the one with the higher version is later.',
    ),
  fields: z
    .array(z.string())
    .describe(
      'Names of its fields that changed, at the top level; of a new record all. Their values are shown with the record.',
    ),
  values: z
    .record(z.string(), z.unknown())
    .optional()
    .describe(
      'By field, what it is now; a field that the record lost is not in it. Only of jobs with `recordEvents: values`, and gone once the record was erased.',
    ),
  valuesBefore: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('The same of what it was; a field that is new is not in it.'),
  fieldsWithoutValue: z
    .array(z.string())
    .optional()
    .describe(
      'Names of changed fields whose values are not told: they are sensitive, or larger than 8 kB together.',
    ),
});
const example = {
  ...{ ...EXAMPLE_RUN, recordId: '4711', recordType: 'customer', version: 3 },
  fields: ['city', 'email'] as string[],
};

/** What is told of single records, in runs of jobs that ask for it. */
export const recordEvents: readonly EventDefinition[] = [
  lifecycleEvent({
    type: 'record.created',
    summary: 'A run created a record. Only of jobs with `recordEvents`.',
    subject: 'executions',
    data,
    example: { ...example, version: 1 },
  }),
  lifecycleEvent({
    type: 'record.updated',
    summary: 'A run changed a record, or made it active again. Only of jobs with `recordEvents`.',
    subject: 'executions',
    data,
    example: {
      ...example,
      ...{ values: { city: 'Bonn' }, valuesBefore: { city: 'Berlin' }, fieldsWithoutValue: ['email'] },
    },
  }),
  lifecycleEvent({
    type: 'record.inactivated',
    summary:
      'A run made a record inactive: it is gone at its provider, or became one with another. Only of jobs with `recordEvents`.',
    subject: 'executions',
    data,
    example: { ...example, fields: [] },
  }),
];
