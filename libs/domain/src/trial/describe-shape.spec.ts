import { describeShape } from './describe-shape.js';

it.each([
  [
    { data: [{ id: 1 }, { id: 2 }], next: 'x', more: true },
    '{ data: a list of 2, next: a text, more: a boolean }',
  ],
  [[{ id: 1, name: 'Ada' }], 'a list of 1, the first is { id: a number, name: a text }'],
  [{ items: [], meta: { page: { no: 1 } } }, '{ items: an empty list, meta: { page: an object } }'],
  [{}, 'an empty object'],
  [null, 'null'],
  [
    Object.fromEntries(Array.from({ length: 14 }, (_, at) => [`f${at}`, at])),
    `{ ${Array.from({ length: 12 }, (_, at) => `f${at}: a number`).join(', ')}, 2 more }`,
  ],
])('%j is %s', (value, told) => {
  expect(describeShape(value)).toBe(told);
});

it('holds no value of what it describes', () => {
  expect(describeShape({ secret: 'sk_live_1', list: ['sk_live_2'] })).not.toContain('sk_live');
});
