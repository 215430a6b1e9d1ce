import { listQuery } from './list.js';

it('reads a limit from a query, where everything is text', () => {
  expect(listQuery.parse({ limit: '7' })).toEqual({ limit: 7 });
  expect(listQuery.parse({})).toEqual({ limit: 50 });
});

it.each(['0', '501', '1.5', 'many', ''])('refuses a limit of %p', (limit) => {
  expect(listQuery.safeParse({ limit }).success).toBe(false);
});
