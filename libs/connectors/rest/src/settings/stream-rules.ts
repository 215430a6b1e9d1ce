import { z } from 'zod';
import { listingsOf } from '../listings-of.js';
import { NAMES_WHOLE } from '../request/id-place.js';
import { answerRules } from './answer-rules.js';
import { feedRules } from './feed-rules.js';
import { tellsAtEnd } from './incremental-settings.js';
import { parentRules } from './parent-rules.js';
import { requestRules } from './request-rules.js';
import type { StreamRule } from './stream-rule.js';
import { streamFields, type StreamSettings } from './stream-settings.js';
import { whenSound } from './when-sound.js';
import { writeRules } from './write-rules.js';

function hasPlaceOfId(template: string, idPath: string | readonly string[]): boolean {
  const parts = typeof idPath === 'string' ? [] : idPath;
  const hasAll = parts.length > 0 && parts.every((path) => template.includes(`{${path}}`));
  return NAMES_WHOLE.test(template) || hasAll;
}

/** What has to hold of each listing of a stream. */
const listingRules: readonly StreamRule[] = [...requestRules, ...parentRules];

const rules: readonly StreamRule[] = [
  {
    holds: ({ readOne, idPath }) => readOne === undefined || hasPlaceOfId(readOne.path, idPath),
    error: 'must hold {id} where the id goes, or {PATH} for each of several paths',
    path: ['readOne', 'path'],
    over: ['readOne', 'idPath'],
  },
  {
    holds: ({ shape, readOne }) => shape !== 'inventory' || readOne !== undefined,
    error: 'is needed beside the shape inventory: it says how a record is read',
    path: ['readOne'],
    over: ['shape', 'readOne'],
  },
  {
    holds: ({ shape, versionPath }) => shape !== 'inventory' || versionPath !== undefined,
    error: 'is needed beside the shape inventory: it says which records are to be read',
    path: ['versionPath'],
    over: ['shape', 'versionPath'],
  },
  {
    holds: ({ incremental, pagination }) =>
      incremental?.kind !== 'position' || tellsAtEnd(incremental) || pagination.kind === 'none',
    error: 'must be left out: the positions of the feed are its pages, unless positionAt is lastPage',
    path: ['pagination'],
    over: ['incremental', 'pagination'],
  },
  {
    holds: ({ incremental }) =>
      incremental?.kind !== 'position' || !tellsAtEnd(incremental) || incremental.param !== undefined,
    error: 'is needed where positionAt is lastPage: {cursor} is then the place of a page',
    path: ['incremental', 'param'],
    over: ['incremental'],
  },
  {
    holds: ({ incremental }) =>
      incremental?.kind !== 'position' || !tellsAtEnd(incremental) || incremental.pendingPath === undefined,
    error: 'must be left out where positionAt is lastPage: the pages tell where they end',
    path: ['incremental', 'pendingPath'],
    over: ['incremental'],
  },
  {
    holds: ({ incremental, slices }) => incremental?.kind !== 'position' || slices === undefined,
    error: 'must be left out: a change feed is read in its order',
    path: ['slices'],
    over: ['incremental', 'slices'],
  },
  {
    holds: ({ incremental, also }) => incremental?.kind !== 'position' || also === undefined,
    error: 'must be left out: a change feed has everything in it',
    path: ['also'],
    over: ['incremental', 'also'],
  },
  {
    holds: ({ listing, also }) => listing !== 'stable' || also === undefined,
    error: 'cannot be stable: a record may go from one of several listings to one that was read before',
    path: ['listing'],
    over: ['listing', 'also'],
  },
  ...listingRules,
  ...answerRules,
  ...feedRules,
  ...writeRules,
];

/** A stream: its settings by themselves, and what has to hold between those that are sound. */
export const streamSettings: z.ZodType<
  StreamSettings,
  z.input<typeof streamFields>
> = streamFields.superRefine((stream, context) => {
  const unsound = new Set(context.issues.map(({ path = [] }) => path[0]));
  const asked = rules.filter(({ over }) => !over.some((setting) => unsound.has(setting)));
  const broken = asked.filter(({ holds }) => !holds(stream));
  for (const { error, path } of broken) context.addIssue({ code: 'custom', message: error, path: [...path] });
  if (unsound.has('also')) return;
  // What is wrong with the stream itself is told there.
  const ofListing = listingRules.filter((rule) => asked.includes(rule) && !broken.includes(rule));
  for (const [nth, listing] of listingsOf(stream).slice(1).entries())
    for (const { error, path } of ofListing.filter(({ holds }) => !holds(listing)))
      context.addIssue({ code: 'custom', message: `its ${path.join('.')} ${error}`, path: ['also', nth] });
}, whenSound());
