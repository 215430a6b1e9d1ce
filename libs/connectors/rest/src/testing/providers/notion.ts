import { isJsonObject, type JsonObject, type JsonValue } from '@evenkeel/domain';
import type { Proof, WireAnswer } from '../proving-server.js';
import {
  answered,
  byId,
  expectExactly,
  jsonOf,
  momentIn,
  paramsOf,
  Refused,
  Table,
  type Row,
  type StandIn,
} from './stand-in.js';

const refusal = (status: number, code: string, message: string) =>
  new Refused({ status, body: { object: 'error', status, code, message } });
const invalid = (why: string) => refusal(400, 'validation_error', why);
const unknown = (id: string) =>
  refusal(
    404,
    'object_not_found',
    `Could not find object with ID: ${id}. Make sure it is shared with your integration.`,
  );

const idOf = (n: number) => `59833787-2cf9-4fdf-8782-${String(n).padStart(12, '0')}`;
const MINUTE_MS = 60_000;
/** Times of pages are rounded down to the minute. */
const minuteOf = (ms: number) => Math.floor(ms / MINUTE_MS) * MINUTE_MS;
const timeOf = (ms: number) => new Date(minuteOf(ms)).toISOString();

const pageOf = ({ n, text, createdMs, updatedMs, isGone }: Row): JsonObject => ({
  ...{ object: 'page', id: idOf(n), archived: isGone, in_trash: isGone },
  ...{ created_time: timeOf(createdMs), last_edited_time: timeOf(updatedMs) },
  properties: { Name: { id: 'title', type: 'title', title: [{ plain_text: text }] } },
});
const userOf = ({ n, text }: Row): JsonObject => ({
  ...{ object: 'user', id: idOf(n), type: 'person', name: text },
});

function paged(all: readonly JsonObject[], size: JsonValue, cursor: JsonValue): WireAnswer {
  if (typeof size !== 'number' || !Number.isInteger(size) || size < 1 || size > 100)
    throw invalid('body failed validation: body.page_size should be a number of at most 100');
  const at = cursor === null ? 0 : all.findIndex(({ id }) => id === cursor);
  if (at < 0) throw invalid('The start_cursor provided is invalid');
  const next = all[at + size]?.['id'] ?? null;
  return {
    body: { object: 'list', results: all.slice(at, at + size), next_cursor: next, has_more: next !== null },
  };
}

/** Since when pages were edited, by a filter for that. */
function editedFrom(filter: JsonValue | undefined): number {
  if (filter === undefined) return 0;
  if (!isJsonObject(filter)) throw invalid('body.filter should be an object');
  const { timestamp, last_edited_time: said, ...others } = filter;
  expectExactly(timestamp, 'last_edited_time', invalid);
  expectExactly(others, {}, invalid);
  const { on_or_after: moment, ...rest } = isJsonObject(said) ? said : {};
  expectExactly(rest, {}, invalid);
  if (typeof moment !== 'string') throw invalid('on_or_after should be a string');
  return momentIn(moment, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, invalid) ?? 0;
}

function query(proof: Proof, { there }: Table): WireAnswer {
  const {
    filter,
    sorts,
    page_size: size = 100,
    start_cursor: cursor = null,
  } = jsonOf(proof, ['filter', 'sorts', 'page_size', 'start_cursor'], invalid);
  if (sorts !== undefined)
    expectExactly(sorts, [{ timestamp: 'created_time', direction: 'ascending' }], invalid);
  const from = editedFrom(filter);
  const found = there.filter(({ updatedMs }) => minuteOf(updatedMs) >= from);
  return paged(found.map(pageOf), size, cursor);
}

/** Notion API, version 2025-09-03: the pages of a data source, and the users of a workspace. */
export function notion(): StandIn {
  const [pages, users] = [new Table(), new Table()];
  const route = (proof: Proof): WireAnswer => {
    const { url, headers, method } = proof;
    if (headers['authorization'] !== 'Bearer ntn_1')
      throw refusal(401, 'unauthorized', 'API token is invalid.');
    if (headers['notion-version'] !== '2025-09-03')
      throw refusal(400, 'missing_version', 'Notion-Version header should be defined');
    const [, kind = '', id, isQuery] = /^\/v1\/(\w+)(?:\/([\w-]+))?(\/query)?$/.exec(url.pathname) ?? [];
    if (kind === 'data_sources' && isQuery) {
      if (id !== 'DATA_SOURCE_ID') throw unknown(id ?? '');
      paramsOf(url, {}, invalid);
      return query(proof, pages);
    }
    if (method !== 'GET') throw refusal(400, 'invalid_request_url', 'Invalid request URL.');
    if (kind === 'users' && id === undefined) {
      const { page_size: size, start_cursor: cursor } = paramsOf(
        url,
        { page_size: /[1-9]\d?|100/, start_cursor: /[\w-]+/ },
        invalid,
      );
      return paged(users.there.map(userOf), Number(size ?? 100), cursor ?? null);
    }
    // A page in the trash is there, and says so.
    const rows = kind === 'pages' ? pages.all : kind === 'users' ? users.there : [];
    const row = rows.find(({ n }) => idOf(n) === id);
    if (row === undefined) throw unknown(id ?? '');
    return { body: kind === 'pages' ? pageOf(row) : userOf(row) };
  };
  return {
    credentials: { token: 'ntn_1' },
    strange: { token: 'ntn_2' },
    streams: { pages: 'changes', users: 'nothing' },
    answer: (proof) => answered(() => route(proof)),
    change: () => [pages, users].forEach((table) => table.change()),
    rows: (stream) =>
      byId(stream === 'pages' ? pages.there.map(pageOf) : users.there.map(userOf), ({ id }) => id),
    tooFast: {
      status: 429,
      headers: { 'retry-after': '3' },
      body: { object: 'error', status: 429, code: 'rate_limited', message: 'You have been rate limited.' },
    },
  };
}
