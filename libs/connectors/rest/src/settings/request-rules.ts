import type { JsonValue } from '@evenkeel/domain';
import { ANY_PLACE, membersIn, PLACES, placesIn, textsIn, type Place } from '../request/places.js';
import type { StreamRule } from './stream-rule.js';
import type { StreamSettings } from './stream-settings.js';

const BODIES = ['json', 'form', 'graphql'] as const;
export const REQUEST = ['path', 'params', 'headers', ...BODIES] as const;

type RequestSettings = Partial<Pick<StreamSettings, (typeof REQUEST)[number]>>;

/** The texts of a request for a page in which places are filled. */
export function requestOf({ path, params, headers, json, form, graphql }: RequestSettings): JsonValue {
  return [path, params, headers, json ?? null, form ?? null, graphql?.variables ?? null] as JsonValue;
}

/** What a request for a page names. */
export function placesOf(stream: RequestSettings): ReadonlySet<Place> {
  return placesIn(requestOf(stream));
}

/** What is named in each part of a request that is there as a whole, or not at all. */
function leftOutTogether(stream: StreamSettings): readonly ReadonlySet<Place>[] {
  const { path, params, headers, json, form, graphql, omitWhole } = stream;
  const body = json ?? graphql?.variables;
  const wholes = omitWhole.map((whole) => membersIn(body).get(whole) ?? null);
  const texts = textsIn([path, params, headers, body ?? null, form ?? null] as JsonValue);
  return [...texts, ...wholes].map(placesIn);
}

/** What fills a place: the setting that says how, and its kind. */
const FILLED_BY = [
  { place: 'since', setting: 'incremental', kinds: ['time'] },
  { place: 'until', setting: 'incremental', kinds: ['time'] },
  { place: 'page', setting: 'pagination', kinds: ['page'] },
  { place: 'offset', setting: 'pagination', kinds: ['offset'] },
] as const;

const placeRules = FILLED_BY.map(({ place, setting, kinds }): StreamRule => ({
  holds: (stream) => !placesOf(stream).has(place) || kinds.some((kind) => kind === stream[setting]?.kind),
  error: `must be of the kind ${kinds.join(' or ')}: the request names {${place}}`,
  path: [setting],
  over: [...REQUEST, setting],
}));

/** A reading that is not told where it begins would give the same again and again, or everything each time. */
const CARRIED = [
  { setting: 'incremental', kind: 'time', place: 'since' },
  { setting: 'incremental', kind: 'position', place: 'cursor' },
  { setting: 'pagination', kind: 'cursor', place: 'cursor' },
  { setting: 'pagination', kind: 'page', place: 'page' },
  { setting: 'pagination', kind: 'offset', place: 'offset' },
] as const;

const carryRules = CARRIED.map(({ setting, kind, place }): StreamRule => ({
  holds: (stream) => {
    const said: { readonly kind: string; readonly param?: string | undefined } | undefined = stream[setting];
    return said?.kind !== kind || said.param !== undefined || placesOf(stream).has(place);
  },
  error: `is needed where no part of the request names {${place}}`,
  path: [setting, 'param'],
  over: [setting],
}));

/** What has to hold of the request for a page. */
export const requestRules: readonly StreamRule[] = [
  {
    holds: (stream) => BODIES.filter((name) => stream[name] !== undefined).length < 2,
    error: `must be left out: a request has one body, ${BODIES.join(' or ')}`,
    path: ['form'],
    over: BODIES,
  },
  {
    holds: (stream) => stream.method !== 'GET' || BODIES.every((name) => stream[name] === undefined),
    error: 'must be POST or left out: a GET has no body',
    path: ['method'],
    over: ['method', ...BODIES],
  },
  {
    holds: ({ path }) => !placesIn(path).has('cursor') && !placesIn(path).has('until'),
    error: 'must not name {cursor} or {until}: it has to lead somewhere without them, too',
    path: ['path'],
    over: ['path'],
  },
  {
    holds: ({ path }) => !/\{\w+\}/.test(path.replaceAll(ANY_PLACE, '')),
    error: `can only name ${[...PLACES, 'parent.PATH'].map((place) => `{${place}}`).join(', ')}`,
    path: ['path'],
    over: ['path'],
  },
  {
    holds: ({ path, incremental }) =>
      !placesIn(path).has('since') || incremental?.kind !== 'time' || incremental.first !== undefined,
    error: 'is needed where the path names {since}: a full reading asks from it',
    path: ['incremental', 'first'],
    over: ['path', 'incremental'],
  },
  {
    holds: ({ incremental, pagination, ...stream }) =>
      !placesOf(stream).has('cursor') || pagination.kind === 'cursor' || incremental?.kind === 'position',
    error: 'must be of the kind cursor: the request names {cursor}',
    path: ['pagination'],
    over: [...REQUEST, 'incremental', 'pagination'],
  },
  {
    holds: ({ omitWhole, json, graphql }) => {
      const members = membersIn(json ?? graphql?.variables);
      return omitWhole.every((path) => members.has(path));
    },
    error: 'must be paths of objects or lists in the body',
    path: ['omitWhole'],
    over: ['omitWhole', 'json', 'graphql'],
  },
  {
    holds: (stream) => leftOutTogether(stream).every((named) => !named.has('since') || !named.has('cursor')),
    error:
      'must not name {since} where it is left out for want of {cursor}: the first page would be one of everything',
    path: ['incremental'],
    over: [...REQUEST, 'omitWhole'],
  },
  {
    holds: (stream) => leftOutTogether(stream).every((named) => !named.has('since') || !named.has('until')),
    error: 'must not name {since} where it is left out for want of {until}: only a backfill has it',
    path: ['incremental'],
    over: [...REQUEST, 'omitWhole'],
  },
  ...placeRules,
  ...carryRules,
];
