import type { JsonValue } from '@evenkeel/domain';
import { z } from 'zod';
import { checkSpellings, headerName } from './header-name.js';
import { anyNumber } from './scalar.js';
import { oneLine, text, urlPath, valuePath } from './setting-text.js';
import { whenSound } from './when-sound.js';

// What came out of JSON.parse is JSON all the way down.
export const anyJson = z.unknown() as unknown as z.ZodType<JsonValue, JsonValue>;
export const jsonObject = z.record(z.string(), z.unknown()) as unknown as z.ZodType<
  Readonly<Record<string, JsonValue>>,
  Readonly<Record<string, JsonValue>>
>;

export const paramValues = z.record(text, z.union([oneLine, anyNumber, z.boolean()]));

const graphql = z.strictObject({
  query: z.string().min(1, 'must not be empty').describe('The query, as it is: nothing in it is filled in.'),
  variables: jsonObject
    .optional()
    .describe('Its variables; their texts may name `{since}`, `{cursor}` and so on.'),
  operationName: text.optional().describe('Which of several operations of the query is meant.'),
});

/** How a page of a listing is asked for. Each text may name what is filled in, see docs/rest.md. */
export const requestSettings = {
  path: urlPath.describe('The path of the listing, below `baseUrl`.'),
  method: z
    .enum(['GET', 'POST'])
    .optional()
    .describe(
      'Left out: POST where there is a body, else GET. A POST must change nothing: it is made again after a failure.',
    ),
  params: paramValues.default({}).describe('Parameters of each request for a page.'),
  headers: z
    .record(headerName, oneLine)
    .superRefine(checkSpellings, whenSound())
    .default({})
    .describe('Headers of each request for a page, beside those of the connection.'),
  json: anyJson.optional().describe('The body of each request for a page, as JSON.'),
  form: z
    .record(text, z.string())
    .optional()
    .describe('The body of each request for a page, as a form (application/x-www-form-urlencoded).'),
  graphql: graphql
    .optional()
    .describe(
      'The body of each request for a page, as GraphQL has it. An answer with errors is then an error, also as a success.',
    ),
  omitWhole: z
    .array(valuePath)
    .default([])
    .describe(
      'Members of `json` or of the variables of `graphql`, by their paths, that are left out as a whole where something named in them has no value.',
    ),
};
