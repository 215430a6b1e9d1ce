import { MAPPING_TEST_OUTCOMES, utf8BytesExceed } from '@evenkeel/domain';
import { z } from 'zod';
import { jsonValue } from './json-object.js';
import { mappingRuleSchema } from './mapping-rule.js';
import { problemView } from './problem.js';

const MOST_RECORDS = 100;
const MOST_BYTES = 1_000_000;

const mapping = z.array(mappingRuleSchema).max(1000);
const records = z
  .array(jsonValue)
  .min(1)
  .max(MOST_RECORDS)
  .refine((given) => !utf8BytesExceed(JSON.stringify(given), MOST_BYTES), 'must be at most 1 MB as JSON')
  .describe('Records as the provider gives them: at most 100, and 1 MB as JSON.');

export const testMapping = z
  .strictObject({
    mapping: mapping.describe('Rules to test; none: records stay as they are.'),
    records,
  })
  .meta({ id: 'TestMapping', description: 'Rules, and records to hold against them.' });

export const testJobMapping = z
  .strictObject({
    mapping: mapping
      .describe('In place of the rules of the job; nothing is changed by that. Left out: its own.')
      .optional(),
    records: records.optional(),
    sample: z
      .int()
      .min(1)
      .max(MOST_RECORDS)
      .describe('Instead of records: so many of the first ones that the provider lists. Left out: 10.')
      .optional(),
  })
  .refine((given) => given.records === undefined || given.sample === undefined, {
    error: 'must be left out where records are given',
    path: ['sample'],
  })
  .meta({
    id: 'TestJobMapping',
    description: 'Records to hold against the mapping of a job, or how many to read.',
  });

const testedField = z
  .object({
    source: z.string().describe("Path into the provider's record."),
    target: z.string().describe('Path in the local record.'),
    before: jsonValue.describe('What is at the source; absent: nothing.').exactOptional(),
    after: jsonValue.describe('What the rule makes of it; absent: nothing.').exactOptional(),
    problem: problemView.nullable().describe('Why the rule refuses the record; null: it does not.'),
  })
  .meta({ id: 'TestedField', description: 'What one rule makes of a record.' });
export type TestedFieldView = z.output<typeof testedField>;

const testedRecord = z
  .object({
    externalId: z.string().nullable().describe("The provider's id; null where it is not known."),
    outcome: z
      .enum(MAPPING_TEST_OUTCOMES)
      .describe(
        'What a run would make of it. `excluded`: the filter leaves it out; `unmapped`: the provider gave only its id, or says that it is gone.',
      ),
    before: jsonValue.describe('The record as the provider gives it.'),
    after: jsonValue.describe('What would be kept of it; null where nothing would.'),
    fields: z.array(testedField).describe('Each rule on its own; empty where there is no rule.'),
    problem: problemView.nullable().describe('Why it would be rejected; null: it would not.'),
  })
  .meta({ id: 'TestedRecord', description: 'A record before and after the mapping.' });
export type TestedRecordView = z.output<typeof testedRecord>;

export const mappingTestView = z
  .object({
    ok: z.boolean().describe('Whether no record would be rejected.'),
    records: z.array(testedRecord).describe('Each record, in the order they came.'),
  })
  .meta({ id: 'MappingTest', description: 'What a mapping makes of records; nothing of it is stored.' });
export type MappingTestView = z.output<typeof mappingTestView>;
