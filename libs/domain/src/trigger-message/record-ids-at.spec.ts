import fc from 'fast-check';
import { parseDelivery } from '../webhook/read-delivery.js';
import { recordIdsAt } from './record-ids-at.js';

const namedRecords = (text: string, paths: readonly string[]) => recordIdsAt(parseDelivery(text), paths);

describe('the records that a delivery names', () => {
  it.each([
    ['{"data":{"object":{"id":"cus_1"}}}', 'data.object.id', ['cus_1']],
    ['{"issue":{"id":42}}', 'issue.id', ['42']],
    ['{"data":{"id":110988663231921363}}', 'data.id', ['110988663231921363']],
    ['{"a.b":{"id":"x"}}', 'a\\.b.id', ['x']],
    ['{"ids":["x","y"]}', 'ids.1', ['y']],
    ['[{"objectId":1},{"objectId":2}]', '*.objectId', ['1', '2']],
    ['[{"objectId":1},{"subscriptionId":5},{"objectId":1}]', '*.objectId', ['1']],
    [
      '{"events":[{"rows":[{"id":"a"}]},{"rows":[{"id":"b"},{"id":"c"}]}]}',
      'events.*.rows.*.id',
      ['a', 'b', 'c'],
    ],
    ['"cus_1"', '$', ['cus_1']],
  ])('by %s at %s are %j', (body, path, ids) => {
    expect(namedRecords(body, [path])).toEqual(ids);
  });

  it.each([
    ['no JSON', '<html>', 'id'],
    ['no such path', '{"data":{}}', 'data.object.id'],
    ['an empty id', '{"id":""}', 'id'],
    ['an id with NUL', '{"id":"a\\u0000"}', 'id'],
    ['an id with half of a surrogate pair', '{"id":"a\\ud800"}', 'id'],
    ['an id that is too long', JSON.stringify({ id: 'x'.repeat(501) }), 'id'],
    ['a list where one id is meant', '{"id":["a"]}', 'id'],
    ['no list of entries', '{"objectId":1}', '*.objectId'],
    ['a list without entries', '[]', '*.objectId'],
    ['an entry whose id is none', '[{"objectId":1},{"objectId":null}]', '*.objectId'],
  ])('are not told by a body with %s', (_, body, path) => {
    expect(() => namedRecords(body, [path])).toThrow(expect.objectContaining({ code: 'request.invalid' }));
  });

  it.each([
    ['{"campaign":7,"day":"2026-01-01"}', ['campaign', 'day'], ['7/2026-01-01']],
    ['{"campaign":"a/b","data":{"day":1}}', ['campaign', 'data.day'], ['a~1b/1']],
    ['[{"c":1,"d":2},{"c":1,"d":3}]', ['*.c', '*.d'], ['1/2', '1/3']],
    ['{"c":1,"rows":[{"d":2},{"d":3},{"other":4}]}', ['c', 'rows.*.d'], ['1/2', '1/3']],
    [
      '{"events":[{"c":1,"rows":[{"d":2}]},{"c":2,"rows":[{"d":2},{"d":3}]}]}',
      ['events.*.rows.*.d', 'events.*.c'],
      ['2/1', '2/2', '3/2'],
    ],
  ])('by %s at several paths, %j, are %j', (body, paths, ids) => {
    expect(namedRecords(body, paths)).toEqual(ids);
  });

  it.each([
    ['a part is missing', '{"c":1}', ['c', 'd']],
    ['a part of one entry is missing', '[{"c":1,"d":2},{"c":1}]', ['*.c', '*.d']],
    ['a part is none', '{"c":1,"d":{}}', ['c', 'd']],
    ['they are of two lists', '{"a":[{"c":1}],"b":[{"d":1}]}', ['a.*.c', 'b.*.d']],
    ['they are too long together', JSON.stringify({ c: 'x'.repeat(300), d: 'x'.repeat(300) }), ['c', 'd']],
  ])('at several paths are not told where %s', (_, body, paths) => {
    expect(() => namedRecords(body, paths)).toThrow(expect.objectContaining({ code: 'request.invalid' }));
  });

  it('are told by whole numbers of any size, digit for digit', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 60n }), (id) => {
        expect(namedRecords(`{"id":${id}}`, ['id'])).toEqual([String(id)]);
      }),
    );
  });
});
