import type { JsonObject } from '@evenkeel/domain';
import type { Proof, WireAnswer } from '../proving-server.js';
import {
  answered,
  byId,
  paramsOf,
  Refused,
  shown,
  tablesOf,
  type Row,
  type StandIn,
  type Table,
} from './stand-in.js';
import { writeCustomer } from './stripe-writes.js';

const refusal = (status: number, error: JsonObject) => new Refused({ status, body: { error } });
const invalid = (message: string) =>
  refusal(400, { type: 'invalid_request_error', code: 'parameter_unknown', message });
const missing = (status: number, param: string, id: string) =>
  refusal(status, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    param,
    message: `No such object: '${id}'`,
  });

const PAGE = { limit: /[1-9]\d?|100/, starting_after: /\w+/, ending_before: /\w+/ };
const STATUS = /all|active|canceled|ended|incomplete|incomplete_expired|past_due|paused|trialing|unpaid/;

/** The kinds of objects, as ids and events name them. What ends stays, unless it is deleted. */
const KINDS = {
  customers: {
    prefix: 'cus',
    object: 'customer',
    event: 'customer',
    params: { email: /.+/ },
    ends: 'deleted',
  },
  subscriptions: {
    ...{ prefix: 'sub', object: 'subscription', event: 'customer.subscription' },
    ...{ params: { customer: /\w+/, status: STATUS }, ends: 'canceled' },
  },
  invoices: {
    prefix: 'in',
    object: 'invoice',
    event: 'invoice',
    params: { customer: /\w+/ },
    ends: 'deleted',
  },
} as const;
type Kind = keyof typeof KINDS;

const EVENTS = {
  ...PAGE,
  'created[gte]': /\d{9,10}/,
  type: /[a-z_.*]+/,
  ...Object.fromEntries(Array.from({ length: 20 }, (_, nth) => [`types[${nth}]`, /[a-z_.]+/])),
};

const seconds = (ms: number) => Math.floor(ms / 1000);
const idOf = (kind: Kind, n: number) => `${KINDS[kind].prefix}_${n}`;
const objectOf = (kind: Kind, { n, text, createdMs, isGone, more }: Row): JsonObject => ({
  id: idOf(kind, n),
  object: KINDS[kind].object,
  created: seconds(createdMs),
  description: text,
  ...(kind === 'subscriptions' && { status: isGone ? 'canceled' : 'active' }),
  ...more,
});

/** What a listing has: the newest first. */
function listed(kind: Kind, table: Table, status = 'active'): readonly JsonObject[] {
  const rows = KINDS[kind].ends === 'deleted' ? table.there : table.all;
  const objects = rows.map((row) => objectOf(kind, row)).reverse();
  if (kind !== 'subscriptions' || status === 'all') return objects;
  return objects.filter((object) => object['status'] === status);
}

function paged(all: readonly JsonObject[], url: URL): WireAnswer {
  const after = url.searchParams.get('starting_after');
  const at = after === null ? 0 : all.findIndex(({ id }) => id === after) + 1;
  if (after !== null && at === 0) throw missing(400, 'starting_after', after);
  const end = at + Number(url.searchParams.get('limit') ?? 10);
  return {
    body: { object: 'list', url: url.pathname, has_more: end < all.length, data: all.slice(at, end) },
  };
}

/** Each change of the last 30 days, with what Stripe tells of other objects beside them: the newest first. */
function eventsOf(tables: ReadonlyMap<string, Table>): readonly JsonObject[] {
  const events = [...tables].flatMap(([name, { all }]) => {
    const kind = name as Kind;
    return all.map((row) => {
      const what = row.isGone ? 'deleted' : row.text === 'changed' ? 'updated' : 'created';
      return { ms: row.updatedMs, type: `${KINDS[kind].event}.${what}`, object: objectOf(kind, row) };
    });
  });
  // Of an invoice that is none yet, and of an object within a customer.
  const others = [
    { ms: Date.now(), type: 'invoice.upcoming', object: { object: 'invoice' } },
    { ms: Date.now(), type: 'customer.source.created', object: { id: 'card_1', object: 'card' } },
  ];
  return [...events, ...others]
    .sort((one, other) => other.ms - one.ms)
    .map(({ ms, type, object }, nth) => ({
      ...{ id: `evt_${nth}`, object: 'event', type, created: seconds(ms), data: { object } },
    }));
}

function logOf(tables: ReadonlyMap<string, Table>, url: URL): WireAnswer {
  const { type, 'created[gte]': from = '0', ...said } = paramsOf(url, EVENTS, invalid);
  const types = Object.entries(said).flatMap(([name, value]) => (name.startsWith('types') ? [value] : []));
  if (type !== undefined && types.length > 0) throw invalid('type and types exclude each other');
  const fits = (event: string) =>
    types.includes(event) || (type?.endsWith('*') ? event.startsWith(type.slice(0, -1)) : event === type);
  const all = eventsOf(tables).filter((event) => Number(event['created']) >= Number(from));
  return paged(
    all.filter((event) => fits(shown(event['type']))),
    url,
  );
}

function route(tables: ReadonlyMap<string, Table>, { url, headers, method, body }: Proof): WireAnswer {
  if (headers['authorization'] !== 'Bearer sk_test_1')
    throw refusal(401, { type: 'invalid_request_error', message: 'Invalid API Key provided: sk_test_*' });
  if (headers['stripe-version'] !== '2024-06-20') throw invalid('Invalid Stripe API version');
  const [, name = '', id] = /^\/v1\/(\w+)(?:\/(\w+))?$/.exec(url.pathname) ?? [];
  if (name === 'customers') {
    const { customers } = { customers: tables.get(name)! };
    const rowOf = (object: string) => customers.there.find(({ n }) => idOf('customers', n) === object);
    const written = writeCustomer(customers, { method, url, headers, body }, { id, rowOf, invalid, missing });
    if (written === 'deleted') return { body: { id: id ?? '', object: 'customer', deleted: true } };
    if (Array.isArray(written))
      return { body: { object: 'search_result', data: written.map((row) => objectOf('customers', row)) } };
    if (written !== undefined) return { body: objectOf('customers', written as Row) };
  }
  if (method !== 'GET') throw invalid(`${method} is not for reading`);
  if (name === 'events' && id === undefined) return logOf(tables, url);
  const table = tables.get(name);
  const kind = name as Kind;
  if (table === undefined) throw refusal(404, { message: `Unrecognized request URL (GET: ${url.pathname})` });
  if (id === undefined) {
    const { status } = paramsOf(url, { ...PAGE, ...KINDS[kind].params }, invalid);
    return paged(listed(kind, table, status), url);
  }
  paramsOf(url, {}, invalid);
  const row = table.all.find(({ n }) => idOf(kind, n) === id);
  if (row === undefined || (row.isGone && kind === 'invoices')) throw missing(404, 'id', id);
  // What a deleted customer looks like.
  if (row.isGone && kind === 'customers') return { body: { id, object: 'customer', deleted: true } };
  return { body: objectOf(kind, row) };
}

/** Stripe API, version 2024-06-20. */
export function stripe(): StandIn {
  const tables = tablesOf(Object.keys(KINDS));
  return {
    credentials: { token: 'sk_test_1' },
    strange: { token: 'sk_test_2' },
    streams: { customers: 'deletions', subscriptions: 'changes', invoices: 'deletions' },
    answer: (proof) => answered(() => route(tables, proof)),
    change: () => tables.forEach((table) => table.change()),
    rows: (stream) => byId(listed(stream as Kind, tables.get(stream)!, 'all'), ({ id }) => id),
    tooFast: {
      status: 429,
      headers: { 'stripe-rate-limited-reason': 'global-rate' },
      body: {
        error: { type: 'invalid_request_error', code: 'rate_limit', message: 'Request rate limit exceeded' },
      },
    },
  };
}
