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
  ['whose key cannot be stored', encodeCursor('jobs', 'a\u0000')],
])('refuses a cursor %s', (_what, cursor) => {
  expect(() => decodeCursor('jobs', cursor)).toThrow('cursor: is not one that this list gave');
});

it.each([
  ['records', '7', 'seven'],
  ['executions', '0196f5a0-0000-7000-8000-000000000003', '7'],
] as const)('takes for a key of %s only what can be one', (kind, key, other) => {
  expect(decodeCursor(kind, encodeCursor(kind, key))).toBe(key);
  expect(() => decodeCursor(kind, encodeCursor(kind, other))).toThrow(
    'cursor: is not one that this list gave',
  );
});
