import type { JsonObject, JsonValue } from '@evenkeel/domain';
import type { Proof } from '../proving-server.js';
import type { Refused, Row, Table } from './stand-in.js';

/** Parameters of a customer, as forms have them. */
const PARAMETER =
  /^(?:(?:name|email|phone|description|tax_exempt)|(?:address|shipping|metadata)(?:\[\w+\])+|preferred_locales(?:\[\d+\])?)$/;

interface CustomerCall {
  readonly id: string | undefined;
  readonly rowOf: (id: string) => Row | undefined;
  readonly invalid: (why: string) => Refused;
  readonly missing: (status: number, param: string, id: string) => Refused;
}

type Written = Row | readonly Row[] | 'deleted' | undefined;
type SentCall = Pick<Proof, 'method' | 'url' | 'headers' | 'body'>;

const KEYS = new WeakMap<Table, Map<string, { readonly body: string; readonly row: Row }>>();

/** Creates, changes, deletes or searches customers; undefined where the call reads one or a page of them. */
export function writeCustomer(
  table: Table,
  call: SentCall,
  { id, rowOf, invalid, missing }: CustomerCall,
): Written {
  const { method, url, headers, body } = call;
  if (method === 'GET') return id === 'search' ? search(table, url, invalid) : undefined;
  const row = id === undefined ? undefined : rowOf(id);
  if (id !== undefined && row === undefined) throw missing(404, 'id', id);
  if (method === 'DELETE' && row !== undefined) {
    row.isGone = true;
    row.updatedMs = Date.now();
    return 'deleted';
  }
  if (method !== 'POST') throw invalid(`${method} is not supported`);
  if (headers['content-type'] !== 'application/x-www-form-urlencoded')
    throw invalid('The body must be a form');
  const key = String(headers['idempotency-key'] ?? '');
  const keys = KEYS.get(table) ?? new Map<string, { readonly body: string; readonly row: Row }>();
  KEYS.set(table, keys);
  const known = keys.get(key);
  if (known !== undefined) {
    if (known.body !== body)
      throw invalid('Keys for idempotent requests can only be used with the same parameters');
    return known.row;
  }
  const { description, ...more } = fieldsOf(body, invalid);
  const written = row ?? table.create('', {});
  written.text = typeof description === 'string' ? description : written.text;
  written.more = merged(written.more ?? {}, more);
  written.updatedMs = Date.now();
  if (key !== '') keys.set(key, { body, row: written });
  return written;
}

function search(table: Table, url: URL, invalid: CustomerCall['invalid']): readonly Row[] {
  const [, name = '', value] =
    /^metadata\['(\w+)'\]:'([^']*)'$/.exec(url.searchParams.get('query') ?? '') ?? [];
  if (value === undefined) throw invalid('We were unable to parse your search query');
  return table.there.filter(({ more }) => (more?.['metadata'] as JsonObject | undefined)?.[name] === value);
}

function fieldsOf(body: string, invalid: CustomerCall['invalid']): JsonObject {
  let fields: JsonObject = {};
  for (const [name, text] of new URLSearchParams(body)) {
    if (!PARAMETER.test(name)) throw invalid(`Received unknown parameter: ${name}`);
    const steps = name.split(/[[\]]+/).filter((step) => step !== '');
    fields = merged(fields, nested(steps, text === '' ? null : text));
  }
  return fields;
}

function nested([step = '', ...rest]: readonly string[], value: JsonValue): JsonObject {
  return { [step]: rest.length === 0 ? value : nested(rest, value) };
}

function merged(one: JsonObject, other: JsonObject): JsonObject {
  const inner = (value: JsonValue | undefined): value is JsonObject =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  const changed = Object.entries(other).map(([name, value]) => {
    const own = one[name];
    return [name, inner(own) && inner(value) ? merged(own, value) : value] as const;
  });
  return { ...one, ...Object.fromEntries(changed) };
}
