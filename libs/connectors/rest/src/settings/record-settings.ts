import { VERSION_ORDERS } from '@evenkeel/domain';
import { z } from 'zod';
import { charset } from './charset.js';
import { format } from './format-settings.js';
import { goneRule } from './gone-rule.js';
import { layout } from './layout-settings.js';
import { anyPath, idPath, text, urlPath, valuePath } from './setting-text.js';
import { tombstone } from './tombstone-settings.js';

const severalPaths = z
  .array(anyPath)
  .min(2)
  .refine((paths) => new Set(paths).size === paths.length, 'must not name a list twice');

const removed = z.strictObject({
  path: anyPath
    .or(severalPaths)
    .describe('Where the answer has the list of what is gone: ids, or entries with an id. Or several paths.'),
  idPath: idPath
    .optional()
    .describe('Where the id is in such an entry, if not where that of a record is; begins at the entry.'),
});

const readOne = z.strictObject({
  path: urlPath.describe(
    'The path of one record, below `baseUrl`: `{id}` is where its id goes. Of an id of several parts each part may have a ' +
      'place of its own, named by its path. `{id:path}` keeps the slashes of an id that is a path itself, such as `people/c1`.',
  ),
  recordPath: valuePath
    .optional()
    .describe('Where the answer has the record; left out: the answer is the record.'),
  sameShape: z
    .boolean()
    .default(false)
    .describe('A record looks here as it does in the listing, so that what is read again is applied, too.'),
});

/** How answers are read: where the records are, what names them, and what says that one is gone. */
export const recordSettings = {
  format: format.default({ kind: 'json' }).describe('The format of answers.'),
  recordsPath: anyPath
    .or(severalPaths)
    .default('')
    .describe(
      'Where the answer has the list of entries; empty: the answer itself is the list. Several paths, where it has several lists.',
    ),
  layout: layout.default({ kind: 'list' }).describe('How the entries lie at `recordsPath`.'),
  recordPath: valuePath
    .optional()
    .describe('Where an entry has the record, for lists that wrap it; the other paths begin at the record.'),
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
    .describe('How versions compare. Left out: as what they look like, a number or a time, else not at all.'),
  modifiedAtPath: valuePath
    .optional()
    .describe('Where a record has the time of its last change; it orders where versions do not.'),
  totalPath: valuePath
    .optional()
    .describe(
      'Where the answer says how many records there are in all: a listing that gives fewer proves nothing.',
    ),
  totalHeader: text
    .optional()
    .describe('Instead of `totalPath`: the header of the answer that has the number.'),
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
  removed: removed.optional().describe('Lists that only tell which records are gone.'),
  tombstone: z
    .union([tombstone, z.array(tombstone).min(1)])
    .optional()
    .describe('Entries that only tell that a record is gone; several rules where one of them is enough.'),
  charset: charset.optional().describe('How answers are encoded, where their label is wrong or missing.'),
  shape: z
    .enum(['records', 'summaries', 'inventory'])
    .default('records')
    .describe(
      '`inventory`: the listing gives only ids and versions, and a record is read where its version is another. `summaries`: its records may lack fields that the provider has, so that a job that goes both ways takes none of these for removed.',
    ),
  readOne: readOne.optional().describe('How one record is read by its id.'),
  gone: z
    .array(goneRule)
    .min(1)
    .optional()
    .describe('What `readOne` is answered with where there is no such record. Left out: 404 or 410.'),
};
