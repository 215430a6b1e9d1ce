import { EXAMPLES } from '@evenkeel/service-admin/testing';
import * as fc from 'fast-check';

/** Names and ids of what there is, by placeholder. */
export type Targets = Readonly<Record<string, readonly string[]>>;

/** Settings of a connection that lead nowhere but to this machine. */
export const HERE = {
  baseUrl: 'http://127.0.0.1:1',
  auth: { kind: 'none' },
  streams: { customers: { path: '/customers' } },
};

const FILTERS = [
  { field: 'status', equals: 'active' },
  { all: [{ field: 'a', in: ['b', 1, null] }, { not: { field: 'n', above: 5 } }] },
  {
    any: [
      { field: 'lines.*.sku', contains: 'x' },
      { field: 'at', below: '2026-01-01T00:00:00Z' },
    ],
  },
];

const TRANSFORMS = [
  'trim',
  { name: 'cast', to: 'integer' },
  { name: 'replace', find: 'x', with: 'y' },
  { name: 'default', value: null },
  { name: 'split', separator: ',' },
];

/** Every list that gives cursors, and keys of the two kinds that they have besides names. */
const LISTS = [
  ...['approvals', 'connections', 'errors', 'executions', 'failures', 'jobs', 'outcomes', 'plan-changes'],
  ...['plans', 'pushes', 'quarantine', 'records', 'watermarks'],
];
const KEYS = [
  '0',
  '7',
  '999999999999999999',
  '00000000-0000-0000-0000-000000000000',
  'a name',
  'a\u0000b',
  '\ud800',
];

const cursor = fc
  .tuple(fc.constantFrom(...LISTS), fc.constantFrom(...KEYS))
  .map((parts) => Buffer.from(JSON.stringify(parts)).toString('base64url'));

/** Values that mean something, for the fields of these names. */
export function knownValues(targets: Targets): Readonly<Record<string, fc.Arbitrary<unknown>>> {
  const some = (name: string) => fc.constantFrom(...(targets[name] ?? []));
  return {
    connection: some('connection'),
    connector: fc.constant('rest'),
    credentials: fc.constantFrom({}, { token: 't' }),
    cursor,
    dependsOn: fc.array(some('job'), { maxLength: 2 }),
    expression: fc.constantFrom('0 * * * *', '*/5 8-17 * * 1-5', '0 0 31 2 *'),
    filter: fc.constantFrom(null, ...FILTERS),
    'If-Match': fc.constantFrom('"1"', '"2"', 'W/"1"', '*', '"1", "2"'),
    job: some('job'),
    jobs: fc.array(some('job'), { minLength: 1, maxLength: 3 }),
    mapping: fc.array(mappingRule, { maxLength: 3 }),
    planId: some('plan'),
    raw: fc.constantFrom('{"id":"cus_2","email":"a@example.com"}', '{"a":9007199254740993}', '[]'),
    recordType: fc.oneof(fc.constant('customer'), fc.string({ minLength: 1, maxLength: 9 })),
    settings: fc.constantFrom(HERE, { baseUrl: HERE.baseUrl }, {}),
    stream: fc.constant('customers'),
    timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'Mars/Olympus'),
    type: fc.constant('customer'),
  };
}

const mappingRule = fc.oneof(
  fc.constantFrom(...(EXAMPLES['AddJob'] as { readonly mapping: readonly object[] }).mapping),
  fc.record(
    {
      source: fc.constantFrom('email', 'a.b', '$', 'lines.*.sku'),
      target: fc.constantFrom('email', 'a.b', 'c'),
      transforms: fc.array(fc.constantFrom(...TRANSFORMS), { maxLength: 3 }),
      required: fc.boolean(),
      default: fc.jsonValue({ maxDepth: 1 }),
    },
    { requiredKeys: ['source', 'target'] },
  ),
);
