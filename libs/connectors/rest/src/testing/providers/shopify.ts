import { isJsonObject, type JsonObject, type JsonValue } from '@evenkeel/domain';
import type { Proof, WireAnswer } from '../proving-server.js';
import {
  answered,
  byId,
  ISO_SECONDS,
  isoSeconds,
  jsonOf,
  momentIn,
  originOf,
  paramsOf,
  Refused,
  shown,
  tablesOf,
  type Row,
  type StandIn,
  type Table,
} from './stand-in.js';

const refusal = (status: number, errors: JsonValue) => new Refused({ status, body: { errors } });
const invalid = (why: string) => refusal(400, { base: why });
/** Errors of GraphQL come as successes. */
const inGraphql = (message: string, code: string) =>
  new Refused({ status: 200, body: { errors: [{ message, extensions: { code } }] } });
const badQuery = (why: string) => inGraphql(why, 'argumentLiteralsIncompatible');

const API = '/admin/api/2025-07';
const PAGE = { limit: /[1-9]\d?|1\d\d|2[0-4]\d|250/, fields: /[a-z_,]+/ };
const STAMP = ISO_SECONDS;
/** The listings of REST, with their parameters beside those of pages. */
const LISTS = {
  orders: { one: 'order', params: { status: /open|closed|cancelled|any/, updated_at_min: STAMP } },
  customers: { one: 'customer', params: { updated_at_min: STAMP } },
  events: {
    one: 'event',
    params: { filter: /Product|Order/, verb: /destroy|create/, created_at_min: STAMP },
  },
} as const;
type ListName = keyof typeof LISTS;

const floorMs = (ms: number) => Math.floor(ms / 1000) * 1000;
const inRest = (row: Row): JsonObject => ({
  ...{ id: 450_789_000 + row.n, note: row.text, created_at: isoSeconds(row.createdMs) },
  updated_at: isoSeconds(row.updatedMs).replace('Z', '+00:00'),
});
const productOf = ({ n, text, createdMs, updatedMs }: Row): JsonObject => ({
  ...{ id: `gid://shopify/Product/${n}`, legacyResourceId: String(n), title: text, handle: `product-${n}` },
  ...{ status: 'ACTIVE', vendor: 'Acme', productType: '', tags: [] },
  ...{ createdAt: isoSeconds(createdMs), updatedAt: isoSeconds(updatedMs) },
});
const destroyed = ({ n, updatedMs }: Row): JsonObject => ({
  ...{ id: 677_313_000 + n, subject_id: n, subject_type: 'Product', verb: 'destroy' },
  created_at: isoSeconds(updatedMs),
});

class Shop {
  readonly tables = tablesOf(['orders', 'customers', 'products']);

  /** The address of a further page has nothing but `limit`, `fields` and `page_info`, which holds the rest. */
  list(name: ListName, proof: Proof): WireAnswer {
    const { url } = proof;
    const info = url.searchParams.get('page_info');
    const known = info === null ? { ...PAGE, ...LISTS[name].params } : { ...PAGE, page_info: /\w+/ };
    const said: Readonly<Record<string, string | undefined>> = paramsOf(url, known, invalid);
    const held = info === null ? { at: 0, said } : heldIn(info);
    const rows = this.rowsOf(name, held.said);
    const size = Number(said['limit'] ?? 50);
    const next = new URL(url.pathname, originOf(proof));
    next.searchParams.set('limit', String(size));
    next.searchParams.set(
      'page_info',
      Buffer.from(JSON.stringify({ ...held, at: held.at + size })).toString('hex'),
    );
    const isLast = held.at + size >= rows.length;
    return {
      headers: {
        'x-shopify-shop-api-call-limit': '1/40',
        ...(!isLast && { link: `<${next.href}>; rel="next"` }),
      },
      body: { [name]: rows.slice(held.at, held.at + size) },
    };
  }

  private rowsOf(name: ListName, said: Readonly<Record<string, string | undefined>>): readonly JsonObject[] {
    const from = momentIn(said[name === 'events' ? 'created_at_min' : 'updated_at_min'], STAMP, invalid) ?? 0;
    const changed = (table: Table) => table.all.filter(({ updatedMs }) => floorMs(updatedMs) >= from);
    if (name === 'events')
      return said['filter'] === 'Product' && said['verb'] === 'destroy'
        ? changed(this.tables.get('products')!)
            .filter(({ isGone }) => isGone)
            .map(destroyed)
        : [];
    // Without a status only open orders are listed; here every second one is closed.
    const isListed = ({ n, isGone }: Row) =>
      !isGone && (name !== 'orders' || said['status'] === 'any' || n % 2 === 1);
    return changed(this.tables.get(name)!).filter(isListed).map(inRest);
  }

  products(proof: Proof): WireAnswer {
    const { query, variables } = jsonOf(proof, ['query', 'variables', 'operationName'], badQuery);
    checkQuery(shown(query));
    const { first, after, changed, ...others } = isJsonObject(variables) ? variables : {};
    if (Object.keys(others).length > 0) throw badQuery('Variable is not declared');
    if (typeof first !== 'number' || first < 1 || first > 250) throw badQuery('first cannot exceed 250');
    const [, moment] = /^updated_at:>='(.+)'$/.exec(shown(changed)) ?? [];
    if (changed !== undefined && moment === undefined) throw badQuery('Invalid search query');
    const from = momentIn(moment, STAMP, badQuery) ?? 0;
    const all = this.tables.get('products')!.there.filter(({ updatedMs }) => floorMs(updatedMs) >= from);
    const at = after === undefined ? 0 : all.findIndex(({ n }) => `cursor-${n}` === after) + 1;
    if (after !== undefined && at === 0)
      throw badQuery(`Invalid cursor for current pagination sort: ${shown(after)}`);
    const rows = all.slice(at, at + first);
    const endCursor = rows.length === 0 ? null : `cursor-${rows.at(-1)!.n}`;
    const pageInfo = { hasNextPage: at + first < all.length, endCursor };
    const throttleStatus = { maximumAvailable: 2000, currentlyAvailable: 1900, restoreRate: 100 };
    return {
      body: {
        data: { products: { nodes: rows.map(productOf), pageInfo } },
        extensions: { cost: { requestedQueryCost: first, actualQueryCost: rows.length, throttleStatus } },
      },
    };
  }
}

function heldIn(info: string): {
  readonly at: number;
  readonly said: Readonly<Record<string, string | undefined>>;
} {
  try {
    return JSON.parse(Buffer.from(info, 'hex').toString()) as ReturnType<typeof heldIn>;
  } catch {
    throw refusal(400, { page_info: 'Invalid value.' });
  }
}

/** The fields of a product that are asked for, each of which there is. */
function checkQuery(query: string): void {
  const shape =
    /^query \(\$first: Int!, \$after: String, \$changed: String\) \{ products\(first: \$first, after: \$after, query: \$changed, sortKey: ID\) \{ nodes \{ ([\w ]+) \} pageInfo \{ hasNextPage endCursor \} \} \}$/;
  const [, fields = ''] = shape.exec(query) ?? [];
  const known = Object.keys(productOf({ n: 1, text: '', createdMs: 0, updatedMs: 0, isGone: false }));
  const asked = fields.split(' ');
  for (const field of asked)
    if (!known.includes(field)) throw badQuery(`Field '${field}' doesn't exist on type 'Product'`);
}

/** Shopify Admin API 2025-07: orders, customers and deleted products by REST, products by GraphQL. */
export function shopify(): StandIn {
  const shop = new Shop();
  const route = (proof: Proof): WireAnswer => {
    const { url, headers, method } = proof;
    if (headers['x-shopify-access-token'] !== 'shpat_1')
      throw refusal(401, '[API] Invalid API key or access token (unrecognized login or wrong password)');
    if (url.pathname === `${API}/graphql.json`) return shop.products(proof);
    if (method !== 'GET') throw refusal(406, 'Not Acceptable');
    const [, name = '', id] = /^\/admin\/api\/2025-07\/(\w+)(?:\/(\d+))?\.json$/.exec(url.pathname) ?? [];
    if (!Object.hasOwn(LISTS, name)) throw refusal(404, 'Not Found');
    if (id === undefined) return shop.list(name as ListName, proof);
    const row = shop.tables.get(name)?.there.find(({ n }) => 450_789_000 + n === Number(id));
    if (row === undefined) throw refusal(404, 'Not Found');
    return { body: { [LISTS[name as ListName].one]: inRest(row) } };
  };
  return {
    credentials: { accessToken: 'shpat_1' },
    strange: { accessToken: 'shpat_2' },
    streams: { orders: 'changes', customers: 'changes', products: 'deletions' },
    answer: (proof) => answered(() => route(proof)),
    change: () => shop.tables.forEach((table) => table.change()),
    rows: (stream) => {
      const rows = shop.tables.get(stream)!.there;
      return stream === 'products'
        ? byId(rows.map(productOf), (row) => row['legacyResourceId'])
        : byId(rows.map(inRest), ({ id }) => id);
    },
    tooFast: {
      status: 429,
      headers: { 'retry-after': '2.0' },
      body: {
        errors:
          'Exceeded 2 calls per second for api client. Reduce request rates to resume uninterrupted service.',
      },
    },
  };
}
