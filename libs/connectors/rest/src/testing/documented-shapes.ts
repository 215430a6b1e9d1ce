import { parseJson, type JsonObject, type JsonValue } from '@evenkeel/domain';
import { CHANGED_FROM, changedRecords, searchChanged, type Found } from './changed-records.js';
import { Reply, type Asked } from './list-server.js';

/** A provider of one of the shapes that docs/rest.md describes. It takes nothing else, and throws where it is asked otherwise. */
export type Provider = (url: URL, asked: Asked) => object;

const optional = (text: string | null | undefined, read: (text: string) => number): number | undefined =>
  text === null || text === undefined ? undefined : read(text);
const count = (text: string | null | undefined) => optional(text, Number) ?? 0;

/** A cursor that says nothing to its reader: a number behind letters that an address has to encode. */
const tokenOf = ({ next }: Found) => (next === null ? null : `a/b=&+ ${next}`);
const placeOf = (token: string | null | undefined) =>
  optional(token, (text) => (text.startsWith('a/b=&+ ') ? Number(text.slice(7)) : NaN));

const exactly = (text: string, pattern: RegExp) => (pattern.test(text) ? Date.parse(text) : NaN);
const seconds = (text: string) => exactly(text, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
const milliseconds = (text: string) => exactly(text, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

/** Clocks of New York on the first of November 2026: they are set back at six o'clock in UTC. */
function inNewYork(text: string): number {
  const [, month, day, year, hour, minute] =
    /^(\d\d)\/(\d\d)\/(\d{4}) (\d\d):(\d\d)$/.exec(text)?.map(Number) ?? [];
  const wall = Date.UTC(year ?? NaN, (month ?? NaN) - 1, day, hour, minute);
  const behind = wall < Date.UTC(2026, 10, 1, 1) ? 4 : 5;
  return wall + behind * 3_600_000;
}

const bodyOf = ({ body, headers }: Asked, type: string): string => {
  if (headers['content-type'] !== type) throw new Error(`this provider reads ${type}`);
  return body;
};
const jsonOf = (asked: Asked) => parseJson(bodyOf(asked, 'application/json')) as JsonObject;

export const documentedShapes: Readonly<Record<string, Provider>> = {
  customers: ({ searchParams: q }) => {
    const since = optional(q.get('updated_since'), seconds);
    const found = searchChanged({ since, skip: placeOf(q.get('after')), size: count(q.get('limit')) });
    return { data: found.data, next: tokenOf(found) };
  },
  'a filter in a parameter': ({ searchParams: q }) => {
    const where = optional(q.get('where'), (text) =>
      milliseconds((JSON.parse(text) as { updatedAt: { $gte: string } }).updatedAt.$gte),
    );
    const size = count(q.get('limit'));
    return searchChanged({ since: where, skip: (count(q.get('page')) - 1) * size, size });
  },
  'a search expression': ({ searchParams: q }) => {
    const since = optional(q.get('q'), (text) => seconds(/^updated:>=(.*)$/.exec(text)?.[1] ?? ''));
    return searchChanged({ since, skip: count(q.get('from')), size: count(q.get('count')) });
  },
  'several parameters': ({ searchParams: q }) => {
    const [changed, made] = ['filter[_or][0][date_updated][_gte]', 'filter[_or][1][date_created][_gte]'].map(
      (name) => q.get(name),
    );
    if (changed !== made) throw new Error('either both or none');
    const size = count(q.get('limit'));
    return searchChanged({
      since: optional(changed, seconds),
      skip: (count(q.get('page')) - 1) * size,
      size,
    });
  },
  'a header': (_url, { headers }) => {
    const asked = headers['if-modified-since'] as string | undefined;
    const since = optional(asked, (text) => exactly(text, /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/));
    const { data } = searchChanged({ since, size: 100 });
    return data.length === 0 ? new Reply(304, null) : { data };
  },
  'the path': ({ pathname }) => {
    const [, day = '', page] = /^\/changes\/(\d{4}-\d\d-\d\d)\/(\d+)$/.exec(pathname) ?? [];
    return searchChanged({ since: Date.parse(day), skip: (Number(page) - 1) * 4, size: 4 });
  },
  'a JSON body': (_url, asked) => {
    const { filters, limit, after, sorts } = jsonOf(asked) as Readonly<Record<string, JsonValue>>;
    const [archived, changed] = [...(filters as readonly JsonObject[])].reverse();
    if (archived?.['value'] !== false || JSON.stringify(sorts) !== '["lastmodified"]')
      throw new Error('not as described');
    if (changed !== undefined && typeof changed['value'] !== 'number') throw new Error('a time is a number');
    const found = searchChanged({
      since: changed?.['value'] as number | undefined,
      skip: placeOf(after as string | undefined),
      size: limit as number,
    });
    return {
      results: found.data,
      ...(found.next !== null && { paging: { next: { after: tokenOf(found) } } }),
    };
  },
  'a form': (_url, asked) => {
    const form = new URLSearchParams(bodyOf(asked, 'application/x-www-form-urlencoded'));
    if (form.get('order') !== 'asc') throw new Error('not as described');
    const since = optional(form.get('changed_after'), (text) => Number(text) * 1000);
    return searchChanged({ since, skip: count(form.get('start')), size: count(form.get('rows')) });
  },
  graphql: (_url, asked) => {
    const { query, variables } = jsonOf(asked) as {
      query: string;
      variables: Readonly<Record<string, JsonValue>>;
    };
    if (!query.startsWith('query ($n: Int!') || typeof variables['n'] !== 'number')
      throw new Error('not as described');
    const found = searchChanged({
      since: optional(variables['since'] as string | undefined, seconds),
      skip: placeOf(variables['after'] as string | undefined),
      size: variables['n'],
    });
    const pageInfo = { endCursor: tokenOf(found), hasNextPage: found.next !== null };
    return { data: { orders: { nodes: found.data, pageInfo } } };
  },
  'local times': ({ searchParams: q }) => {
    const since = optional(q.get('changed_after'), inNewYork);
    const size = count(q.get('limit'));
    return searchChanged({ since, isExclusive: true, skip: (count(q.get('page')) - 1) * size, size });
  },
  'a cursor in a header': ({ searchParams: q }, { headers }) => {
    const since = optional(q.get('since'), seconds);
    const cursor = headers['x-continue'] as string | undefined;
    const found = searchChanged({ since, skip: placeOf(cursor), size: count(q.get('limit')) });
    return new Reply(
      200,
      { data: found.data },
      { ...(found.next !== null && { 'x-continue': tokenOf(found) ?? '' }) },
    );
  },
  'an encoded cursor': ({ searchParams: q }) => {
    const found = searchChanged({
      since: optional(q.get('since'), seconds),
      skip: placeOf(q.get('cursor')),
      size: count(q.get('limit')),
    });
    return {
      data: found.data,
      next_page: found.next === null ? null : encodeURIComponent(tokenOf(found) ?? ''),
    };
  },
  'behind the last record': ({ searchParams: q }) => {
    const after = count(q.get('id_gt'));
    const since = optional(q.get('since'), seconds);
    const left = changedRecords.filter(
      ({ id, updated }) => id > after && Date.parse(updated) >= (since ?? CHANGED_FROM),
    );
    return { data: left.slice(0, count(q.get('limit'))) };
  },
  'an address behind a proxy': ({ pathname, searchParams: q }) => {
    const size = count(q.get('limit'));
    const found = searchChanged({
      since: optional(q.get('since'), seconds),
      skip: count(q.get('skip')),
      size,
    });
    q.set('skip', String(found.next));
    return {
      data: found.data,
      next: found.next === null ? null : `http://api-internal:8000${pathname}?${q.toString()}`,
    };
  },
};
