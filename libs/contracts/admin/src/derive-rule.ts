import { z } from 'zod';
import { filterSchema, mappingRuleSchema } from './mapping-rule.js';

const name = z.string().min(1).max(100);
const path = z.string().min(1).max(500);
const recordType = z.string().min(1).max(100);

export const deriveRuleSchema = z
  .strictObject({
    name: name.describe('Unique within the job, and part of what its records are known by.'),
    when: filterSchema
      .describe("Condition on the provider's record, as in a filter; left out: every record.")
      .exactOptional(),
    at: path.describe('Dotted path of the part: one derived record.').exactOptional(),
    each: path.describe('Dotted path of a list: one derived record an entry.').exactOptional(),
    key: path
      .describe(
        'Dotted path within an entry of what tells it from the others; `value` for an entry that is a text or a number.',
      )
      .exactOptional(),
    shared: z
      .boolean()
      .describe('One record for each key, whatever record it is found in, for example a label or a user.')
      .exactOptional(),
    recordType: recordType.describe('Kind of local record that it becomes.'),
    mapping: z
      .array(mappingRuleSchema)
      .max(1000)
      .describe('How the derived record is made of the part; left out or empty: it is the part.')
      .exactOptional(),
    link: name
      .describe('Name of the link to the derived record; left out: that of the rule.')
      .exactOptional(),
  })
  .meta({
    id: 'DeriveRule',
    description:
      "Further records that are made of parts of the provider's record. Give either `at` or `each`.",
  });

export const linkRuleSchema = z
  .strictObject({
    name: name.describe('Unique among the links of the job.'),
    stream: z.string().min(1).max(200).describe('Stream of the same connection whose record is meant.'),
    recordType: recordType.describe('Record type that this stream is read into.'),
    at: path.describe("Dotted path of the other record's id in the provider's record; with `*` of several."),
    required: z
      .boolean()
      .describe('A record whose other one is not here yet is parked until it is.')
      .exactOptional(),
  })
  .meta({ id: 'LinkRule', description: "A record of another stream that the provider's record names." });
