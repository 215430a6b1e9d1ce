import { z } from 'zod';
import { answerShape, SAYS_NOTHING, saysSomething } from './answer-rule.js';
import { checkSpellings, headerName } from './header-name.js';
import { anyJson, paramValues } from './request-settings.js';
import { anyPath, oneLine, text, urlPath, valuePath } from './setting-text.js';
import { whenSound } from './when-sound.js';

const headers = z.record(headerName, oneLine).superRefine(checkSpellings, whenSound()).default({});
const templates = z.record(valuePath, anyJson);

const batch = z.strictObject({
  size: z.int().min(1).max(10_000).describe('How many records one call takes at most.'),
  entry: anyJson
    .default('{record}')
    .describe('What stands for each record in the list that the body names as `{records}`.'),
  allOrNothing: z
    .boolean()
    .default(false)
    .describe('A call takes all of its records or none, and its answer is one for all of them.'),
  resultsPath: anyPath.default('').describe('Where the answer has the list of results.'),
  match: z
    .strictObject({
      path: valuePath.describe('Where a result says of which record it is.'),
      is: text.describe('What is there, for example `{id}` or `{intent}`.'),
    })
    .optional()
    .describe('How results belong to records. Left out: by their place, one result for each record.'),
  errorsPath: anyPath
    .optional()
    .describe('Where the answer has a list of its own for records that were refused.'),
  errorMatchPath: valuePath
    .optional()
    .describe('Where an entry of that list says of which record it is, if not where results say it.'),
  statusPath: valuePath.optional().describe('Where a result has a status of its own, as HTTP has them.'),
  recordPath: anyPath.default('').describe('Where a result has the record, or its id.'),
});

const operation = {
  path: urlPath.describe(
    'The path of the call, below `baseUrl`. `{id}`, `{id:path}` or the parts of an id stand where `readOne` has them, `{record.PATH}` is what ' +
      'the record has there.',
  ),
  params: paramValues.default({}).describe('Parameters of the call.'),
  headers: headers.describe('Headers of the call, for example `{"If-Match": "{version}"}`.'),
  json: anyJson
    .optional()
    .describe(
      'The body, as JSON. A text that is nothing but `{record}` is the whole record. Left out: that.',
    ),
  form: anyJson
    .optional()
    .describe(
      'The body, as a form; what is nested is written as `address[city]`. `{record}` is the whole record.',
    ),
  formLists: z
    .enum(['indexes', 'brackets', 'repeat'])
    .default('indexes')
    .describe('How a form has lists: `tags[0]=a`, `tags[]=a` or `tags=a`, each once for every entry.'),
  omit: z.array(valuePath).default([]).describe('Fields of the record that are not sent.'),
  set: templates.default({}).describe('Fields that are put into the record that is sent, by their paths.'),
  batch: batch.optional().describe('How several records go in one call. Left out: each has its own.'),
};

const method = (usual: 'POST' | 'PATCH' | 'DELETE') =>
  z.enum(['POST', 'PUT', 'PATCH', 'DELETE']).default(usual).describe('The method of the call.');

const outcome = z
  .strictObject({
    ...answerShape,
    is: z
      .enum(['written', 'gone', 'moved', 'refused', 'unknown'])
      .describe(
        'What it means: `gone`: there is no such record; `moved`: it is in another state than the one the write was decided on; `unknown`: ' +
          'whether it was taken is not known.',
      ),
  })
  .refine(saysSomething, SAYS_NOTHING);

const answer = z.strictObject({
  gives: z
    .enum(['record', 'id', 'nothing'])
    .default('record')
    .describe('What the answer tells: the record as it is now, its id, or nothing.'),
  recordPath: anyPath.default('').describe('Where the answer has the record, or what has its id.'),
  idPath: valuePath.optional().describe('Where the id is in it, if not where records have it.'),
  idHeader: text
    .optional()
    .describe(
      'The header that has the id of what was created, or an address that ends with it (`Location`).',
    ),
  versionPath: valuePath.optional().describe('Where the version is in it, if not where records have it.'),
  versionHeader: text.optional().describe('The header that has the version, for example `ETag`.'),
  messagePath: valuePath.optional().describe('Where an answer, or a result, says why something was refused.'),
});

const accepted = z
  .strictObject({
    status: z.int().min(200).max(299).default(202).describe('The status that says so.'),
    tokenPath: valuePath.optional().describe('Where the answer has the name of what it will carry out.'),
    tokenHeader: text
      .optional()
      .describe('Instead: the header that has it, or an address that ends with it.'),
    path: urlPath.describe('Where to ask what became of it: `{token}` is that name.'),
    done: z
      .strictObject(answerShape)
      .refine(saysSomething, SAYS_NOTHING)
      .describe('An answer that says that it was carried out.'),
    failed: z
      .strictObject(answerShape)
      .refine(saysSomething, SAYS_NOTHING)
      .optional()
      .describe('An answer that says that it was not, and will not be.'),
    recordPath: anyPath
      .default('')
      .describe('Where an answer that is done has the record, or what has its id.'),
  })
  .refine(({ tokenPath, tokenHeader }) => (tokenPath === undefined) !== (tokenHeader === undefined), {
    error: 'needs one of tokenPath and tokenHeader',
    path: ['tokenPath'],
    ...whenSound('tokenPath', 'tokenHeader'),
  });

const lookUp = z.strictObject({
  by: z
    .enum(['key', 'field'])
    .describe(
      '`key`: by what was sent as `{key}` or `{intent}`, so that what is found is ours. `field`: by a field that a record has alone.',
    ),
  path: urlPath.describe('The path of the search, below `baseUrl`.'),
  params: paramValues
    .default({})
    .describe('Its parameters; they may name `{record.PATH}`, `{key}` and `{intent}`.'),
  headers: headers.describe('Its headers.'),
  json: anyJson.optional().describe('Its body, as JSON: then it is asked with POST.'),
  recordsPath: anyPath.default('').describe('Where the answer has the list of what was found.'),
  recordPath: valuePath.optional().describe('Where an entry of it has the record.'),
  where: z
    .record(valuePath, text)
    .default({})
    .describe(
      'What has to be in a record that was found, by its path: searches often find what is only alike.',
    ),
  fullPage: z
    .int()
    .min(1)
    .optional()
    .describe(
      'With how many entries there may be more: where none of them fits then, the answer does not count.',
    ),
  settlesAfterMs: z
    .int()
    .min(0)
    .optional()
    .describe(
      'After how many milliseconds what was created is found for certain. Left out: not known, so that not to be found proves nothing.',
    ),
});

/** How records of a stream are written. */
export const writeSettings = z.strictObject({
  create: z
    .strictObject({ method: method('POST'), ...operation })
    .optional()
    .describe('How a record is created. Left out: it cannot be.'),
  update: z
    .strictObject({
      method: method('PATCH'),
      ...operation,
      sends: z
        .enum(['patch', 'replace'])
        .default('patch')
        .describe('`patch`: only what is sent changes. `replace`: what is not sent is removed.'),
    })
    .optional()
    .describe('How a record is changed. Left out: it cannot be.'),
  delete: z
    .strictObject({ method: method('DELETE'), ...operation })
    .optional()
    .describe('How a record is deleted. Left out: it cannot be.'),
  deactivate: z
    .strictObject({ method: method('PATCH'), ...operation })
    .optional()
    .describe(
      'How a record is put out of use and stays, for example `{"path": "/customers/{id}", "json": {"active": false}}`. Left out: it cannot be.',
    ),
  keyLifetimeSeconds: z
    .int()
    .min(1)
    .optional()
    .describe(
      'For how long the provider answers a call with the same `{key}` as it did the first one. Left out: it does not look at keys.',
    ),
  answer: answer.default(answer.parse({})).describe('How answers are read.'),
  outcomes: z
    .array(outcome)
    .default([])
    .describe(
      'What answers, or results of a batch, mean whose status does not say it. The first rule that fits counts.',
    ),
  accepted: accepted.optional().describe('How the provider says that it will carry out a write later.'),
  lookUp: lookUp
    .optional()
    .describe('How a record is found of which it is not known whether it was created.'),
});

export type WriteSettings = z.infer<typeof writeSettings>;
export type OperationSettings = NonNullable<WriteSettings['create']>;
export type BatchSettings = z.infer<typeof batch>;
export type LookUpSettings = z.infer<typeof lookUp>;
export type AcceptedSettings = z.infer<typeof accepted>;
