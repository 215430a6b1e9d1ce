import { InvalidFields, type JsonObject } from '@evenkeel/domain';
import { RestConnector } from '../rest-connector.js';

const orders = { path: '/orders' };
const lines = (stream: object = {}) => ({
  path: '/orders/{parent.id}/lines',
  parent: { stream: 'orders' },
  ...stream,
});
const inOrders = { stream: 'orders', into: { order: 'id' } };

/** Each wrong setting of these streams, by its place in them. */
function toldOf(streams: object, others: object = {}): Record<string, string> {
  const settings = { baseUrl: 'https://api.example.com', streams, ...others } as JsonObject;
  try {
    new RestConnector().validate(settings, {});
  } catch (error) {
    const { fields } = error as InvalidFields;
    return Object.fromEntries(
      fields.map(({ path, message }) => [path.replace('settings.streams.', ''), message]),
    );
  }
  return {};
}

it('streams with parents are taken where nothing is wrong with them', () => {
  expect(toldOf({ orders, lines: lines({ parent: inOrders, idPath: ['order', 'no'] }) })).toEqual({});
});

it.each<[string, object, string, string]>([
  [
    'no parent',
    lines({ parent: undefined }),
    'lines.parent',
    'is needed: the request names a field of a parent',
  ],
  ['no place', lines({ path: '/lines' }), 'lines.parent', 'is in no part of the request'],
  ['a place that is no path', lines({ path: '/{parent.a..b}' }), 'lines.path', 'has a wrong path in it'],
  ['a place without a path', lines({ path: '/{parent}/{parent.id}' }), 'lines.path', '{parent.PATH}'],
  [
    'a parent that is none',
    lines({ parent: { stream: 'order' } }),
    'lines.parent.stream',
    'only lines, orders',
  ],
  ['itself', lines({ parent: { stream: 'lines' } }), 'lines.parent.stream', 'came from: lines > lines'],
  [
    'a field with dots',
    lines({ parent: { stream: 'orders', into: { 'a.b': 'id' } } }),
    'lines.parent.into.a.b',
    'without dots',
  ],
  [
    'slices',
    lines({ slices: { kind: 'partitions', param: 'p', values: ['a'] } }),
    'lines.slices',
    'as that of its parents is',
  ],
  [
    'positions',
    lines({ incremental: { kind: 'position', param: 's', positionPath: 'p' } }),
    'lines.incremental',
    'must be of the kind time',
  ],
  [
    'parents without a time',
    lines({ parent: { stream: 'orders', incremental: true } }),
    'lines.parent.incremental',
    '"orders" cannot be asked for what changed',
  ],
  [
    'two ways to changes',
    lines({ parent: { stream: 'orders', incremental: true }, incremental: { kind: 'time', param: 's' } }),
    'lines.parent.incremental',
    'so all parents are read',
  ],
  [
    'a listing that is stable',
    lines({ listing: 'stable' }),
    'lines.listing',
    'the listing of "orders" is not',
  ],
  [
    'a parent where one record is read',
    lines({ readOne: { path: '/{parent.id}/{id}' } }),
    'lines.readOne.path',
    'list it in idPath',
  ],
  [
    'two shapes that are said to be one',
    lines({ parent: inOrders, readOne: { path: '/lines/{id}', sameShape: true } }),
    'lines.readOne.sameShape',
    'has not',
  ],
])('%s is told with its place', (_, stream, place, told) => {
  const found = toldOf({ lines: stream, orders });
  expect(Object.keys(found)).toContain(place);
  expect(found[place]).toContain(told);
});

it('circles are told of each stream in them, beside what is wrong elsewhere', () => {
  const a = { path: '/{parent.id}', parent: { stream: 'b' } };
  const b = { path: '/{parent.id}', parent: { stream: 'a' } };
  const found = toldOf({ a, b, c: { path: 'x' }, d: null }, { retries: 3 });
  expect(Object.keys(found).sort()).toEqual([
    'a.parent.stream',
    'b.parent.stream',
    'c.path',
    'd',
    'settings.retries',
  ]);
  expect(found['a.parent.stream']).toBe('leads back to where it came from: a > b > a');
});
