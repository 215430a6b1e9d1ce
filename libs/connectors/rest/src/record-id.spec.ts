import type { JsonValue } from '@evenkeel/domain';
import * as fc from 'fast-check';
import { partsOfId, readId } from './record-id.js';

const exact = (idPath: string | string[]) => ({ idPath, idCase: 'exact' }) as const;

describe('the id of a record', () => {
  it.each([
    ['a number', { id: 7 }, '7', undefined],
    ['a text', { id: 'A b' }, 'A b', undefined],
    ['nothing', {}, null, undefined],
    ['null', { id: null }, null, 'null'],
    ['an empty text', { id: '' }, null, 'an empty text'],
    ['a boolean', { id: true }, null, 'true'],
    ['an object', { id: { a: 1 } }, null, 'an object'],
    ['a list', { id: [1] }, null, 'a list'],
  ] as const)('is what stands in its place, or that is named: %s', (_, data, externalId, noId) => {
    const expected = { externalId, ...(noId !== undefined && { noId }) };
    expect(readId(data as JsonValue, exact('id'))).toEqual(expected);
  });

  it('is made of several values where the stream says so', () => {
    const settings = exact(['campaign', 'on.day']);
    const read = (data: JsonValue) => readId(data, settings);
    expect(read({ campaign: 1, on: { day: '2026-01-01' } })).toEqual({ externalId: '1/2026-01-01' });
    expect(read({ campaign: 'a/b~c', on: { day: 2 } })).toEqual({ externalId: 'a~1b~0c/2' });
    expect(read({ campaign: 1 })).toEqual({
      externalId: null,
      noId: 'incomplete: its part "on.day" is missing',
    });
    expect(read({ campaign: '', on: { day: 2 } }).noId).toBe(
      'incomplete: its part "campaign" is an empty text',
    );
  });

  it('is spelt in small letters where the provider does not tell them from capitals', () => {
    expect(readId({ id: 'ABC@X.Test' }, { idPath: 'id', idCase: 'fold' })).toEqual({
      externalId: 'abc@x.test',
    });
  });

  it('of several parts is another for other parts, and has them all', () => {
    const part = fc.string({ minLength: 1 }).map((text) => text.replaceAll('x', '/').replaceAll('y', '~'));
    const settings = exact(['a', 'b', 'c']);
    fc.assert(
      fc.property(part, part, part, (a, b, c) => {
        const { externalId } = readId({ a, b, c }, settings);
        expect([...partsOfId(externalId ?? '', settings).values()]).toEqual([a, b, c]);
      }),
    );
  });

  it('of other parts than the stream has is not one that can be read', () => {
    expect(() => partsOfId('1', exact(['campaign', 'day']))).toThrow('has not the parts campaign/day');
    expect(partsOfId('a/b', exact('id'))).toEqual(new Map([['id', 'a/b']]));
  });
});
