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
  tablesOf,
  type Row,
  type StandIn,
  type Table,
} from './stand-in.js';

const refusal = (status: number, category: string, message: string) =>
  new Refused({ status, body: { status: 'error', message, correlationId: 'aeb5f871', category } });
const invalid = (why: string) => refusal(400, 'VALIDATION_ERROR', why);

/** The property of each kind that has the time of its last change. */
const MODIFIED: Readonly<Record<string, string>> = {
  contacts: 'lastmodifieddate',
  companies: 'hs_lastmodifieddate',
  deals: 'hs_lastmodifieddate',
};
const PROPERTIES =
  /email|firstname|lastname|phone|company|lifecyclestage|name|domain|city|country|industry|dealname|dealstage|pipeline|amount|closedate/;
const LISTED = { limit: /[1-9]\d?|100/, after: /\d+/, archived: /true|false/, properties: /[a-z_,]+/ };

const idOf = (n: number) => String(50_000 + n);
const isoOf = (ms: number) => new Date(ms).toISOString();

/** Three properties are given in any case. */
function objectOf(kind: string, properties: readonly string[], row: Row): JsonObject {
  const modified = MODIFIED[kind] ?? '';
  const standard: JsonObject = {
    ...{ hs_object_id: idOf(row.n), createdate: isoOf(row.createdMs), [modified]: isoOf(row.updatedMs) },
  };
  const asked = properties.filter((name) => !Object.hasOwn(standard, name));
  for (const name of asked)
    if (!new RegExp(`^(?:${PROPERTIES.source})$`).test(name))
      throw invalid(`Property ${name} does not exist`);
  return {
    id: idOf(row.n),
    properties: { ...standard, ...Object.fromEntries(asked.map((name) => [name, `${name} ${row.text}`])) },
    ...{ createdAt: isoOf(row.createdMs), updatedAt: isoOf(row.updatedMs), archived: row.isGone },
  };
}

/** What one filter of a search leaves. */
function fits(kind: string, filter: JsonValue): (row: Row) => boolean {
  const { propertyName, operator, value, ...others } = isJsonObject(filter) ? filter : {};
  expectExactly(others, {}, invalid);
  if (typeof value !== 'string') throw invalid('Filter values must be strings');
  if (propertyName === MODIFIED[kind]) {
    expectExactly(operator, 'GTE', invalid);
    const from = momentIn(value, /^\d{13}$/, invalid) ?? 0;
    return ({ updatedMs }) => updatedMs >= from;
  }
  expectExactly([propertyName ?? null, operator ?? null], ['hs_object_id', 'GT'], invalid);
  if (!/^\d+$/.test(value)) throw invalid('hs_object_id is a number');
  return ({ n }) => Number(idOf(n)) > Number(value);
}

function filtersOf(groups: JsonValue): readonly JsonValue[] {
  if (!Array.isArray(groups) || groups.length !== 1) throw invalid('filterGroups should have one group here');
  const [group] = groups as readonly JsonValue[];
  const { filters, ...others } = isJsonObject(group) ? group : {};
  expectExactly(others, {}, invalid);
  if (!Array.isArray(filters) || filters.length === 0) throw invalid('filters must not be empty');
  return filters as readonly JsonValue[];
}

/** What is archived is never found. No search gives more than 10,000 results, by any number of pages. */
function search(kind: string, table: Table, proof: Proof): WireAnswer {
  const { filterGroups, sorts, properties, limit } = jsonOf(
    proof,
    ['filterGroups', 'sorts', 'properties', 'limit', 'after', 'query'],
    invalid,
  );
  expectExactly(sorts, [{ propertyName: 'hs_object_id', direction: 'ASCENDING' }], invalid);
  if (typeof limit !== 'number' || limit < 1 || limit > 200) throw invalid('limit must be between 1 and 200');
  const wanted = (filterGroups === undefined ? [] : filtersOf(filterGroups)).map((filter) =>
    fits(kind, filter),
  );
  const found = table.there.filter((row) => wanted.every((fit) => fit(row)));
  const names = Array.isArray(properties) ? properties.map(String) : [];
  return {
    // Searches tell nothing of limits.
    body: {
      total: found.length,
      results: found.slice(0, limit).map((row) => objectOf(kind, names, row)),
      ...(found.length > limit && { paging: { next: { after: String(limit) } } }),
    },
  };
}

function listed(kind: string, table: Table, url: URL): WireAnswer {
  const { limit = '10', after = '0', archived = 'false' } = paramsOf(url, LISTED, invalid);
  const all = table.all.filter(({ isGone }) => String(isGone) === archived);
  const [from, end] = [Number(after), Number(after) + Number(limit)];
  return {
    headers: {
      ...{ 'x-hubspot-ratelimit-max': '190', 'x-hubspot-ratelimit-remaining': '180' },
      ...{ 'x-hubspot-ratelimit-daily': '650000', 'x-hubspot-ratelimit-daily-remaining': '640000' },
    },
    body: {
      results: all.slice(from, end).map((row) => objectOf(kind, [], row)),
      ...(end < all.length && { paging: { next: { after: String(end) } } }),
    },
  };
}

/** HubSpot CRM API v3 with the token of a private app. */
export function hubspot(): StandIn {
  const tables = tablesOf(Object.keys(MODIFIED));
  const properties = new Map<string, readonly string[]>();
  const route = (proof: Proof): WireAnswer => {
    const { url, headers, body } = proof;
    if (headers['authorization'] !== 'Bearer pat-na1-1')
      throw refusal(401, 'INVALID_AUTHENTICATION', 'Authentication credentials not found.');
    const [, kind = '', id] = /^\/crm\/v3\/objects\/(\w+)(?:\/(\w+))?$/.exec(url.pathname) ?? [];
    const table = tables.get(kind);
    if (table === undefined) throw refusal(404, 'OBJECT_NOT_FOUND', 'resource not found');
    if (id === 'search') {
      const answer = search(kind, table, proof);
      properties.set(kind, (JSON.parse(body) as { properties: string[] }).properties);
      return answer;
    }
    if (id === undefined) return listed(kind, table, url);
    const said = paramsOf(url, { properties: /[a-z_,]+/, archived: /true|false/ }, invalid);
    const isGone = said['archived'] === 'true';
    const row = table.all.find((each) => idOf(each.n) === id && each.isGone === isGone);
    if (row === undefined) throw refusal(404, 'OBJECT_NOT_FOUND', 'resource not found');
    return { body: objectOf(kind, said['properties']?.split(',') ?? [], row) };
  };
  return {
    credentials: { token: 'pat-na1-1' },
    strange: { token: 'pat-na1-2' },
    streams: { contacts: 'deletions', companies: 'deletions', deals: 'deletions' },
    answer: (proof) => answered(() => route(proof)),
    change: () => tables.forEach((table) => table.change()),
    rows: (stream) =>
      byId(
        tables.get(stream)!.there.map((row) => objectOf(stream, properties.get(stream) ?? [], row)),
        ({ id }) => id,
      ),
    tooFast: {
      status: 429,
      body: {
        ...{ status: 'error', message: 'You have reached your secondly limit.' },
        ...{ errorType: 'RATE_LIMIT', policyName: 'SECONDLY' },
      },
    },
  };
}
