import { parseJson } from '@evenkeel/domain';
import { assertStorable } from './assert-storable.js';

it.each([
  [
    '{"mapping":[{},{"transforms":[{"find":"\\u0000"}]}]}',
    'mapping[1].transforms[0].find: holds NUL or half of a surrogate pair',
  ],
  ['{"settings":{"a":{"\\ud800":1}}}', 'settings.a.\ufffd: holds NUL or half of a surrogate pair'],
  ['{"filter":{"equals":1e131071}}', 'filter.equals: is a number of more than 1000 digits'],
  ['"\\u0000"', 'holds NUL or half of a surrogate pair'],
  [`{"a":${'['.repeat(300)}${']'.repeat(300)}}`, 'nests deeper than 200 levels'],
])('names the place of what cannot be stored in %s', (text, message) => {
  expect(() => assertStorable(parseJson(text))).toThrow(message);
});

it('names what stands alone by the name that it is given', () => {
  expect(() => assertStorable('a\u0000', 'job')).toThrow('job: holds NUL');
  expect(() => assertStorable('a', 'job')).not.toThrow();
  expect(() => assertStorable(undefined)).not.toThrow();
});
