import { conditionOf, LARGEST_KEPT_BYTES, validatorsOf } from './validators.js';

const date = 'Sat, 21 Nov 2026 10:00:00 GMT';
const longAgo = 'Sat, 21 Nov 2026 09:00:00 GMT';
const of = (headers: Record<string, string>, by: 'etag' | 'any' = 'any', status = 200, bodyBytes = 10) =>
  validatorsOf({ status, headers: { date, ...headers }, bodyBytes }, by);

it.each(['"abc"', 'W/"abc"'])('knows an answer by its ETag %s', (etag) => {
  expect(of({ etag })).toEqual({ etag, lastModified: null });
  expect(conditionOf({ etag, lastModified: null })).toEqual({ 'if-none-match': etag });
});

it('knows one by the time of its change only where that is enough, and only once it is past', () => {
  expect(of({ 'last-modified': longAgo })).toEqual({ etag: null, lastModified: longAgo });
  expect(conditionOf({ etag: null, lastModified: longAgo })).toEqual({ 'if-modified-since': longAgo });
  expect(of({ 'last-modified': longAgo }, 'etag')).toBeUndefined();
  expect(of({ 'last-modified': 'Sat, 21 Nov 2026 09:59:00 GMT' })).toBeDefined();
  expect(of({ 'last-modified': 'Sat, 21 Nov 2026 09:59:30 GMT' })).toBeUndefined();
  expect(of({ 'last-modified': longAgo, date: '' })).toBeUndefined();
});

it('knows what stands in its headers whatever space is around it', () => {
  expect(of({ etag: ' "abc" ' })).toEqual({ etag: '"abc"', lastModified: null });
  expect(of({ etag: '"abc"', vary: ' * ' })).toBeUndefined();
  expect(of({ etag: '"abc"', vary: 'accept' })).toBeDefined();
});

it('keeps an answer as large as may be', () => {
  expect(of({ etag: '"abc"' }, 'any', 200, LARGEST_KEPT_BYTES)).toBeDefined();
});

it.each([
  ['no validator', of({})],
  ['an ETag that is none', of({ etag: 'abc' })],
  ['an ETag that would end its line', of({ etag: '"a\r\nb"' })],
  ['something before its ETag', of({ etag: 'x"abc"' })],
  ['something behind its ETag', of({ etag: '"abc"x' })],
  ['an empty ETag', of({ etag: '""' })],
  ['a wish not to be stored', of({ etag: '"a"', 'cache-control': 'private, no-store' })],
  ['a variation by anything', of({ etag: '"a"', vary: '*' })],
  ['another status', of({ etag: '"a"' }, 'any', 203)],
  ['too large a body', of({ etag: '"a"' }, 'any', 200, LARGEST_KEPT_BYTES + 1)],
])('an answer with %s is not kept', (_what, validators) => {
  expect(validators).toBeUndefined();
});
