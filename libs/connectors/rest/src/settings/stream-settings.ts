import { VERSION_ORDERS } from '@evenkeel/domain';
import { z } from 'zod';
import { sliceSettings } from '../slicing/slice-settings.js';
import { charset } from './charset.js';
import { goneRule } from './gone-rule.js';
import { incremental } from './incremental-settings.js';
import { pagination } from './pagination-settings.js';
import { anyNumber, scalar } from './scalar.js';
import { anyPath, oneLine, text, urlPath, valuePath } from './setting-text.js';
import { whenSound } from './when-sound.js';

function hasPlaceOfId(template: string, idPath: string | readonly string[]): boolean {
  const parts = typeof idPath === 'string' ? [] : idPath;
  const hasAll = parts.length > 0 && parts.every((path) => template.includes(`{${path}}`));
  return template.includes('{id}') || hasAll;
}

const idPath = valuePath.or(z.array(valuePath).min(2));

const tombstone = z.strictObject({
  path: valuePath.describe('Where an entry tells that its record is gone; begins at the entry.'),
  equals: scalar.describe('What is there in an entry that tells so.'),
  idPath: idPath
    .optional()
    .describe('Where the id is in such an entry, if not where that of a record is; begins at the entry.'),
});

const readOne = z.strictObject({
  path: urlPath.describe(
    'The path of one record, below `baseUrl`: `{id}` is where its id goes. Of an id of several parts each part may have a ' +
      'place of its own, named by its path.',
  ),
  recordPath: valuePath
    .optional()
    .describe('Where the answer has the record; left out: the answer is the record.'),
  sameShape: z
    .boolean()
    .default(false)
    .describe('A record looks here as it does in the listing, so that what is read again is applied, too.'),
});

export const streamSettings = z
  .strictObject({
    path: urlPath.describe('The path of the listing, below `baseUrl`.'),
    recordsPath: anyPath
      .default('')
      .describe('Where the answer has the list of entries; empty: the answer itself is the list.'),
    recordPath: valuePath
      .optional()
      .describe(
        'Where an entry has the record, for lists that wrap it; the other paths begin at the record.',
      ),
    idPath: idPath
      .default('id')
      .describe(
        'Where a record has its id. Several paths, where only together they name it: the id is their values, joined by slashes.',
      ),
    idCase: z
      .enum(['exact', 'fold'])
      .default('exact')
      .describe('`fold`: the provider does not tell letters from capitals in ids.'),
    versionPath: valuePath.optional().describe('Where a record has what says which state of it this is.'),
    versionOrder: z
      .enum(VERSION_ORDERS)
      .optional()
      .describe(
        'How versions compare. Left out: as what they look like, a number or a time, else not at all.',
      ),
    modifiedAtPath: valuePath
      .optional()
      .describe('Where a record has the time of its last change; it orders where versions do not.'),
    totalPath: valuePath
      .optional()
      .describe(
        'Where the answer says how many records there are in all: a listing that gives fewer proves nothing.',
      ),
    nothing: z
      .array(z.enum(['noContent', 'null', 'absent', 'notFound']))
      .default([])
      .describe(
        'What else than an empty list says that there is nothing. Where only changes are asked for, 204 and null do so anyway.',
      ),
    errorBesideNothing: z
      .enum(['refuse', 'ignore'])
      .default('refuse')
      .describe(
        'What is made of a member `error` or `errors` beside an empty list: ignore it only where it always stands there.',
      ),
    tombstone: tombstone.optional().describe('Entries that only tell that a record is gone.'),
    pageSize: z
      .int()
      .min(1)
      .max(100_000)
      .optional()
      .describe('The most records that the provider gives on a page: it is never asked for more.'),
    pageSizeParam: text.optional().describe('The parameter that carries how many records a page is to have.'),
    charset: charset.optional().describe('How answers are encoded, where their label is wrong or missing.'),
    params: z
      .record(text, z.union([oneLine, anyNumber, z.boolean()]))
      .default({})
      .describe('Parameters of each request for a page.'),
    pagination: pagination
      .default({ kind: 'none' })
      .describe('How the pages of the listing follow one another.'),
    incremental: incremental
      .optional()
      .describe('How only what changed is asked for. Left out: each run reads everything.'),
    listing: z
      .enum(['stable', 'shifting'])
      .optional()
      .describe(
        '`stable`: the listing cannot miss a record that exists all the while, whatever else is created, changed or deleted ' +
          'meanwhile. Then it proves by itself what is gone; no kind of pagination promises that. `shifting`: rows are known to move.',
      ),
    slices: sliceSettings
      .optional()
      .describe('How the listing can be cut into parts that are read at the same time.'),
    filterParams: z
      .record(text, text)
      .default({})
      .describe(
        'Parameters that narrow the listing to records with one value of a field, by the path of the field.',
      ),
    conditional: z
      .boolean()
      .default(true)
      .describe(
        'Whether the provider is asked with ETag and time of change where it gives them: not if what it says of them is wrong.',
      ),
    shape: z
      .enum(['records', 'inventory'])
      .default('records')
      .describe(
        '`inventory`: the listing gives only ids and versions, and a record is read where its version is another.',
      ),
    readOne: readOne.optional().describe('How one record is read by its id.'),
    gone: z
      .array(goneRule)
      .min(1)
      .optional()
      .describe('What `readOne` is answered with where there is no such record. Left out: 404 or 410.'),
  })
  .refine(({ readOne, idPath }) => readOne === undefined || hasPlaceOfId(readOne.path, idPath), {
    error: 'must hold {id} where the id goes, or {PATH} for each of several paths',
    path: ['readOne', 'path'],
    ...whenSound('readOne', 'idPath'),
  })
  .refine((value) => value.shape !== 'inventory' || value.readOne !== undefined, {
    error: 'is needed beside the shape inventory: it says how a record is read',
    path: ['readOne'],
    ...whenSound('shape', 'readOne'),
  })
  .refine((value) => value.shape !== 'inventory' || value.versionPath !== undefined, {
    error: 'is needed beside the shape inventory: it says which records are to be read',
    path: ['versionPath'],
    ...whenSound('shape', 'versionPath'),
  })
  .refine((value) => value.incremental?.kind !== 'position' || value.pagination.kind === 'none', {
    error: 'must be left out: the positions of the feed are its pages',
    path: ['pagination'],
    ...whenSound('incremental', 'pagination'),
  })
  .refine((value) => value.incremental?.kind !== 'position' || value.slices === undefined, {
    error: 'must be left out: a change feed is read in its order',
    path: ['slices'],
    ...whenSound('incremental', 'slices'),
  });

export type StreamSettings = z.infer<typeof streamSettings>;
