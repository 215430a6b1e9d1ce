import type { JsonObject, JsonValue } from '../../json.js';
import { ExactNumber } from '../../number/exact-number.js';
import { runTransform } from './testing/run-transform.js';

const fill = (template: string, value?: JsonValue, others?: JsonObject) =>
  runTransform({ name: 'template', template }, value, others);

describe('template', () => {
  it('puts fields of the record and the value so far into a text', () => {
    expect(
      fill('{first} {name.last} <{}>', 'a@b.example', { first: 'Ada', name: { last: 'Lovelace' } }),
    ).toBe('Ada Lovelace <a@b.example>');
  });

  it('writes numbers with all of their digits', () => {
    expect(fill('{}/{n}', new ExactNumber('0.12345678901234567891'), { n: 1e21 })).toBe(
      '0.12345678901234567891/1000000000000000000000',
    );
  });

  it('takes doubled braces for braces', () => {
    expect(fill('{{{}}}', 5)).toBe('{5}');
  });

  it('leaves the place of a missing value empty', () => {
    expect(fill('{first} {last}', undefined, { last: 'Lovelace' })).toBe(' Lovelace');
  });

  it('makes no value when all are missing, so that a default can step in', () => {
    expect(fill('{first} {last}', undefined, { last: null })).toBeNull();
  });

  it('may be a fixed text', () => {
    expect(fill('fixed')).toBe('fixed');
  });

  it('refuses lists and objects', () => {
    expect(() => fill('{}', { a: 1 })).toThrow('template takes texts');
  });

  it.each([
    ['{open', 'template: has an opening brace without'],
    ['close}', 'template: has a closing brace without'],
    ['{a}}', 'template: has a closing brace without'],
    ['{a..b}', 'dotted path'],
  ])('refuses %s when it is compiled', (text, why) => {
    expect(() => fill(text, 1)).toThrow(why);
  });
});
