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

export const streamSettings = z
  .strictObject({
    path: urlPath,
    recordsPath: anyPath.default(''),
    /** Where the record is within an entry of the list, for lists that wrap it; the other paths begin at the record. */
    recordPath: valuePath.optional(),
    /** Several, where only together they name a record: the id is then their values, joined by slashes. */
    idPath: valuePath.or(z.array(valuePath).min(2)).default('id'),
    /** `fold`: the provider does not tell letters from capitals in ids. */
    idCase: z.enum(['exact', 'fold']).default('exact'),
    versionPath: valuePath.optional(),
    /** How versions compare; left out: as what they look like, a number or a time, else not at all. */
    versionOrder: z.enum(VERSION_ORDERS).optional(),
    modifiedAtPath: valuePath.optional(),
    /** Where the answer says how many records there are in all: a listing that gives fewer proves nothing. */
    totalPath: valuePath.optional(),
    /** What else than an empty list says that there is nothing, in every reading; where only changes are asked for, 204 and null do. */
    nothing: z.array(z.enum(['noContent', 'null', 'absent', 'notFound'])).default([]),
    /** What is made of an error member beside an empty list: it is an error, unless it always stands there. */
    errorBesideNothing: z.enum(['refuse', 'ignore']).default('refuse'),
    /** Entries that only tell that a record is gone. The path begins at the entry. */
    tombstone: z
      .strictObject({
        path: valuePath,
        equals: scalar,
        /** Where its id is, where the record that holds it is left out; begins at the entry. */
        idPath: valuePath.or(z.array(valuePath).min(2)).optional(),
      })
      .optional(),
    pageSize: z.int().min(1).max(100_000).optional(),
    pageSizeParam: text.optional(),
    /** How answers are encoded, where their label is wrong or missing. */
    charset: charset.optional(),
    params: z.record(text, z.union([oneLine, anyNumber, z.boolean()])).default({}),
    pagination: pagination.default({ kind: 'none' }),
    incremental: incremental.optional(),
    /**
     * `stable` says that a listing cannot miss a record that exists all the while, whatever else is created, changed or
     * deleted meanwhile. Then it proves by itself what is gone; no kind of pagination promises that.
     */
    listing: z.enum(['stable', 'shifting']).optional(),
    slices: sliceSettings.optional(),
    /** Parameters that narrow the listing to records with one value of a field, by the field's path. */
    filterParams: z.record(text, text).default({}),
    /** Whether the provider is asked with ETag and time of change where it gives them: not if what it says of them is wrong. */
    conditional: z.boolean().default(true),
    /** `inventory`: the listing gives only ids and versions, and a record is read where its version is another. */
    shape: z.enum(['records', 'inventory']).default('records'),
    readOne: z
      .strictObject({
        /** `{id}` is where the id goes; of an id of several parts each part may have a place of its own, named by its path. */
        path: urlPath,
        recordPath: valuePath.optional(),
        /** A record looks here as it does in the listing. */
        sameShape: z.boolean().default(false),
      })
      .optional(),
    /** What `readOne` is answered with where there is no such record; left out: 404 or 410. */
    gone: z.array(goneRule).min(1).optional(),
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
