import { inSlices } from './in-slices.js';

it('asks for one slice after the other, and reads an answer once the next is asked for', async () => {
  const list = Array.from({ length: 1_200 }, (_, at) => at);
  const told: string[] = [];
  const made = await inSlices(list, {
    ask: async (slice) => {
      told.push(`asks for ${slice.length}`);
      await Promise.resolve();
      return slice;
    },
    read: (rows) => {
      told.push(`reads ${rows.length}`);
      return rows.map((row) => row * 2);
    },
  });
  expect(made).toEqual(list.map((at) => at * 2));
  expect(told).toEqual([
    ...['asks for 500', 'asks for 500', 'reads 500'],
    ...['asks for 200', 'reads 500', 'reads 200'],
  ]);
});

it('asks for nothing where the list is empty', async () => {
  const ask = () => Promise.reject(new Error('asked'));
  await expect(inSlices([], { ask, read: () => [] })).resolves.toEqual([]);
});

it('ends with what a statement refuses', async () => {
  const ask = () => Promise.reject(new Error('the connection is lost'));
  await expect(inSlices([1], { ask, read: () => [] })).rejects.toThrow('the connection is lost');
});
