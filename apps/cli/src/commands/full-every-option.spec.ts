import { readFullEvery } from './full-every-option.js';

it.each([
  ['3600s', 3_600],
  ['90m', 5_400],
  ['24h', 86_400],
  ['7d', 604_800],
])('%s is a time', (text, everySeconds) => expect(readFullEvery(text)).toEqual({ everySeconds }));

it.each(['never', 'default'] as const)('%s is said in a word', (word) =>
  expect(readFullEvery(word)).toBe(word),
);

it.each(['24', 'h', '1.5h', '-1h', '1w', '24 h', '', '1h30m', '999999999h'])('"%s" is refused', (text) => {
  expect(() => readFullEvery(text)).toThrow('Give a time like 90m, 24h or 7d');
});
