import { COLUMN_KINDS, MOST_SENSITIVE_FIELDS } from '@evenkeel/domain';
import { z } from 'zod';
import { jobReference } from './job-reference.js';
import { jsonObject } from './json-object.js';
import { listOf } from './list.js';
import { force, managedBy, saysMore } from './managed.js';

const SCHEMA_SAYS =
  'JSON Schema (draft 2020-12) that every mapped record is held against; null: any object is a record of this type.';

const MATCH_SAYS =
  'By which rules records are recognised as one, and what the one record then says (docs/dedupe.md); null: each external id is a record of its own.';

const SENSITIVE_SAYS =
  'Paths of fields (of the mapped record, dotted, `*` for every entry of a list) whose values are shown only where the record itself is: elsewhere they are masked, and what a replay needs of them is sealed.';

export const setRecordType = z
  .strictObject({
    schema: jsonObject.nullable().describe(`${SCHEMA_SAYS} Left out: it stays.`).optional(),
    match: jsonObject.nullable().describe(`${MATCH_SAYS} Left out: they stay.`).optional(),
    sensitive: z
      .array(z.string().min(1).max(1000))
      .max(MOST_SENSITIVE_FIELDS)
      .describe(`${SENSITIVE_SAYS} Left out: they stay.`)
      .optional(),
    force,
  })
  .refine(saysMore, 'says nothing: give what is to be set')
  .meta({ id: 'SetRecordType', description: 'What records of a type have to be like.' });

const columnView = z
  .object({
    name: z.string().describe('Name of the column; where the property has another name, that one was taken.'),
    property: z.string().describe('Top-level property of the records that it shows.'),
    type: z
      .enum(Object.values(COLUMN_KINDS).map(({ sqlType }) => sqlType))
      .describe('Its SQL type. A value that does not fit is null here and as it is in `data`.'),
  })
  .meta({ id: 'RecordColumn', description: 'A column of the view of a record type.' });

const sqlViewView = z
  .object({
    address: z.string().describe('Schema and name, quoted as SQL takes them.'),
    columns: z
      .array(columnView)
      .describe('Behind `record_id`, `active`, `version`, `created_at`, `updated_at` and `data`.'),
    withoutColumn: z
      .array(z.string())
      .describe(
        'Properties for which the view, which has at most 1,000 columns, has no room: they are in `data`.',
      ),
    problem: z
      .string()
      .nullable()
      .describe('Why the view is not as it should be, which is tried again by itself; null: it is.'),
  })
  .meta({ id: 'RecordView', description: 'The SQL view of a record type.' });

export const recordTypeView = z
  .object({
    name: z.string().describe('Unique name.'),
    revision: z.int().describe('Which revision this is; `If-Match` takes it as an ETag.'),
    schema: jsonObject.nullable().describe(SCHEMA_SAYS),
    match: jsonObject.nullable().describe(MATCH_SAYS),
    matching: z
      .enum(['none', 'waiting', 'making_keys', 'on'])
      .describe(
        '`none`: no rules. `waiting`: runs that began under other rules have not ended. `making_keys`: of what is stored. `on`: new records are matched.',
      ),
    sensitive: z.array(z.string()).describe(SENSITIVE_SAYS),
    jobs: z.array(jobReference).describe('Jobs that bring records of this type.'),
    view: sqlViewView.nullable().describe('Where SQL finds the records; null: it has not been made yet.'),
    managedBy,
  })
  .meta({ id: 'RecordType', description: 'One kind of record.' });
export type RecordTypeView = z.output<typeof recordTypeView>;
export const recordTypeList = listOf(recordTypeView, 'RecordTypeList');

export const recordTypeRemovalView = z
  .object({
    name: z.string().describe('Name that it had; its records stay.'),
    view: z
      .enum(['dropped', 'kept'])
      .describe(
        '`kept`: other views depend on its view, or it is being read; drop it by hand if it is to go.',
      ),
  })
  .meta({ id: 'RecordTypeRemoval', description: 'What removing a record type did.' });
export type RecordTypeRemovalView = z.output<typeof recordTypeRemovalView>;
