import { columnsOf, jsonOrNull } from './columns.js';

interface Row {
  id: string;
  name: string;
  labels: object | null;
}
interface Entity {
  readonly id: string;
  readonly name: string;
  readonly labels: object | null;
}

const columns = columnsOf<Row, Entity>({
  id: ({ id }) => id,
  name: ({ name }) => name,
  labels: ({ labels }) => jsonOrNull(labels),
});
const entity = { id: '1', name: 'one', labels: { a: 1 } };

it('numbers parameters in the order of its values', () => {
  expect(columns.list).toBe('id, name, labels');
  expect(columns.of('t')).toBe('t.id, t.name, t.labels');
  expect(columns.parameters).toBe('$1, $2, $3');
  expect(columns.values(entity)).toEqual(['1', 'one', '{"a":1}']);
});

it('does the same for some of its columns, behind parameters of the caller', () => {
  const some = columns.only('labels', 'name');
  expect(some.assignments(2)).toBe('labels = $2, name = $3');
  expect(some.values({ ...entity, labels: null })).toEqual([null, 'one']);
});

it('leaves columns out, and keeps the order of the others', () => {
  const some = columns.without('name');
  expect(some.list).toBe('id, labels');
  expect(some.values(entity)).toEqual(['1', '{"a":1}']);
});
