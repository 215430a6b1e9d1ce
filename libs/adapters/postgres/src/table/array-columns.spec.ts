import { bigintArray, textArray } from '../database/binary-array.js';
import { arraysOf, bigints, texts } from './array-columns.js';

const columns = arraysOf<{ readonly name: string; readonly count: number }>({
  name: texts(({ name }) => name),
  count: bigints(({ count }) => count),
});

it('numbers parameters in the order of its arrays, behind those of the caller', () => {
  expect(columns.list).toBe('name, count');
  expect(columns.parameters(3)).toBe('$3::text[], $4::bigint[]');
  const entities = [
    { name: 'a', count: 1 },
    { name: 'b', count: 2 },
  ];
  expect(columns.values(entities)).toEqual([textArray(['a', 'b']), bigintArray([1, 2])]);
});
