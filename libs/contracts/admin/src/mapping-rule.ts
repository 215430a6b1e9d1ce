import { RULE_DIRECTIONS, type Filter } from '@evenkeel/domain';
import { z } from 'zod';
import { jsonObject, jsonValue } from './json-object.js';

const transform = z
  .union([
    z.string().describe('Name of a transform that takes no settings, for example `trim`.'),
    z
      .looseObject({ name: z.string().describe('Name of the transform; its settings are beside it.') })
      .describe('A transform with settings, for example `{"name": "cast", "to": "number"}`.'),
  ])
  .meta({
    id: 'Transform',
    description: 'One step on the way from source to target. What is wrong with it is told by name.',
  }) as unknown as z.ZodType<string | TransformWithSettings, string | TransformWithSettings>;
type TransformWithSettings = z.output<typeof jsonObject> & { readonly name: string };

export const mappingRuleSchema = z
  .strictObject({
    source: z
      .string()
      .min(1)
      .describe(
        "Dotted path into the provider's record; `$` is the whole record, `*` every entry of a list. A dot or backslash within a name is escaped by a backslash.",
      ),
    target: z.string().min(1).describe('Dotted path in the local record.'),
    transforms: z
      .array(transform)
      .describe('What is done to the value on the way in, in order.')
      .exactOptional(),
    direction: z
      .enum(RULE_DIRECTIONS)
      .describe(
        "`in`: from the provider's record to the local one; `out`: the other way; `both`. Left out: `in`.",
      )
      .exactOptional(),
    outTransforms: z
      .array(transform)
      .describe(
        'What is done to the local value on the way out, in order. Left out in a rule that goes both ways: its transforms are undone, where they can be.',
      )
      .exactOptional(),
    required: z
      .boolean()
      .describe('A record in which the value is absent or null after transforms and default is rejected.')
      .exactOptional(),
    default: jsonValue.describe('Used when the value is absent or null; any JSON.').exactOptional(),
  })
  .meta({
    id: 'MappingRule',
    description: 'One field of the local record: where it comes from and what is done to it on the way.',
  });

// What is wrong in it is named when it is compiled.
export const filterSchema = (jsonObject as unknown as z.ZodType<Filter, Filter>).meta({
  id: 'Filter',
  description:
    'Conditions on the provider\'s record, joined by `all`, `any` and `not`, for example `{"all": [{"field": "status", "equals": "active"}]}`. Tests: exists, equals, in, above, atLeast, below, atMost, contains, startsWith, matches.',
});
