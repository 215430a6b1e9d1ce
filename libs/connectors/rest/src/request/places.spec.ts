import type { JsonValue } from '@evenkeel/domain';
import fc from 'fast-check';
import { fillJson, fillText, membersIn, placesIn, PLACES, type PlaceValues } from './places.js';

const values: PlaceValues = { since: '2026-01-31T00:00:00Z', pageSize: 100, cursor: 'a%2Fb' };

describe('a text that names places', () => {
  it.each([
    ['updated:>={since}', 'updated:>=2026-01-31T00:00:00Z'],
    ['{"at":{"$gte":"{since}"}}', '{"at":{"$gte":"2026-01-31T00:00:00Z"}}'],
    ['{ since } {sinse} {} {{pageSize}}', '{ since } {sinse} {} {100}'],
    ['{cursor} {cursor:raw}', 'a%2Fb a/b'],
    ['nothing', 'nothing'],
  ])('%s is filled', (template, filled) => {
    expect(fillText(template, values)).toBe(filled);
  });

  it('is left out where one of them has no value', () => {
    expect(fillText('{since}..{until}', values)).toBeUndefined();
  });
});

describe('a JSON value that names places', () => {
  it.each<[string, JsonValue, JsonValue | undefined]>([
    [
      'keeps the type of a value that stands alone',
      { size: '{pageSize}', text: '{pageSize:text}', of: 'n={pageSize}' },
      { size: 100, text: '100', of: 'n=100' },
    ],
    [
      'leaves out members and entries without a value',
      { a: '{until}', b: ['{offset}', 1], c: 'x' },
      { b: [1], c: 'x' },
    ],
    [
      'leaves out what becomes empty',
      { where: { at: { lte: '{until}' } }, all: [], none: {} },
      { all: [], none: {} },
    ],
    ['leaves everything out', { where: ['{until}'] }, undefined],
    ['keeps what is no text', { a: null, b: true, c: 1.5 }, { a: null, b: true, c: 1.5 }],
  ])('%s', (_, template, filled) => {
    expect(fillJson(template, values)).toEqual(filled);
  });

  it('leaves out a member as a whole where the settings say so', () => {
    const template = {
      filters: [
        { name: 'at', value: '{until}' },
        { name: 'kind', value: 'x' },
      ],
      'a.b': { c: 1, d: '{offset}' },
    };
    expect(fillJson(template, values, ['filters.0', 'a\\.b'])).toEqual({
      filters: [{ name: 'kind', value: 'x' }],
    });
    expect(fillJson(template, values, ['filters'])).toEqual({ 'a.b': { c: 1 } });
    expect(fillJson(template, { ...values, until: 'u', offset: 0 }, ['filters.0', 'a\\.b'])).toEqual({
      filters: [
        { name: 'at', value: 'u' },
        { name: 'kind', value: 'x' },
      ],
      'a.b': { c: 1, d: 0 },
    });
  });

  it('makes a number of digits where the settings say so, without losing one', () => {
    const filled = fillJson({ id: { $gt: '{cursor:number}' } }, { cursor: '110988663231921363' });
    expect(JSON.stringify(filled)).toBe('{"id":{"$gt":110988663231921363}}');
    expect(fillJson('{cursor:number}', { cursor: 'abc' })).toBe('abc');
  });
});

it('a cursor that came encoded is the same when it is encoded again, whatever it holds', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const came = encodeURIComponent(text);
      const filled = fillText('{cursor:raw}', { cursor: came }) ?? '';
      expect(encodeURIComponent(filled)).toBe(came);
    }),
  );
});

it('no value adds places or members of its own', () => {
  fc.assert(
    fc.property(fc.constantFrom(...PLACES), fc.string(), (place, value) => {
      const filled = fillJson(
        { a: `{${place}}`, b: 'x{cursor}' },
        { cursor: '{since}', [place]: `{since}${value}` },
      ) as object;
      expect(Object.keys(filled)).toEqual(['a', 'b']);
      expect(filled).toMatchObject({ a: `{since}${value}` });
    }),
  );
});

it('knows each object and list by its path', () => {
  const value = { a: [{ b: 1 }], 'c.d': {}, e: 'x' };
  expect([...membersIn(value).keys()]).toEqual(['a', 'a.0', 'c\\.d']);
});

it('finds what is named, wherever it stands', () => {
  expect([...placesIn({ a: ['{since}', { b: 'x{page}' }], c: '{cursor:raw}', d: '{id}' })]).toEqual([
    'since',
    'page',
    'cursor',
  ]);
});
