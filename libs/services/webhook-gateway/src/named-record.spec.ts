import { namedRecord } from './named-record.js';

describe('namedRecord', () => {
  it('finds text and whole numbers at the path', () => {
    expect(namedRecord('{"data":{"object":{"id":"cus_1"}}}', 'data.object.id')).toBe('cus_1');
    expect(namedRecord('{"issue":{"id":42}}', 'issue.id')).toBe('42');
  });

  it.each([
    ['no JSON', '<html>', 'id'],
    ['no such path', '{"data":{}}', 'data.object.id'],
    ['an empty id', '{"id":""}', 'id'],
    ['an id with NUL', '{"id":"a\\u0000"}', 'id'],
    ['an id with half of a surrogate pair', '{"id":"a\\ud800"}', 'id'],
    ['an id that is too long', JSON.stringify({ id: 'x'.repeat(501) }), 'id'],
    ['a number whose digits were lost', '{"id":12345678901234567890}', 'id'],
  ])('refuses a body with %s', (_, body, path) => {
    expect(() => namedRecord(body, path)).toThrow(expect.objectContaining({ code: 'request.invalid' }));
  });
});
