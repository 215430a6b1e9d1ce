import { decodeCursor, encodeCursor } from './cursor.js';

it('gives back the key that it wrapped, whatever it holds', () => {
  for (const key of ['7', 'a name with "quotes" and ünïcode', '']) {
    expect(decodeCursor('jobs', encodeCursor('jobs', key))).toBe(key);
    expect(encodeCursor('jobs', key)).toMatch(/^[\w-]+$/);
  }
});

it.each([
  ['of another list', encodeCursor('connections', '7')],
  ['that is no text of ours', 'AAAA'],
  ['that holds other JSON', Buffer.from('{}').toString('base64url')],
])('refuses a cursor %s', (_what, cursor) => {
  expect(() => decodeCursor('jobs', cursor)).toThrow('cursor: is not one that this list gave');
});
