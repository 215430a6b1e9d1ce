import { ExactNumber } from '../number/exact-number.js';
import { compileMatch, keyRevisions } from './compile-match.js';
import { keyText, LONGEST_KEY } from './match-key.js';
import type { MatchRule } from './match-settings.js';

const compile = (rule: Omit<MatchRule, 'name'>, sensitive: readonly string[] = []) =>
  compileMatch({ rules: [{ name: 'r', ...rule }] }, new Set(sensitive));
const textsOf = (rule: Omit<MatchRule, 'name'>, data: object) =>
  compile(rule)
    .keysOf(data as never)
    .map(({ role, text }) => `${role} ${text}`);
const email = { field: 'email', by: 'exact', normalise: ['email'] } as const;
const zip = { field: 'address.zip', by: 'exact' } as const;
const name = { field: 'name', by: 'fuzzy' } as const;

describe('the keys of a record', () => {
  it('are one for all parts of an exact rule, and none where a part has no value', () => {
    const rule = { when: { all: [email, zip] } };
    expect(textsOf(rule, { email: 'A@x.io', address: { zip: 10115 } })).toEqual([
      'exact 1["a@x.io","10115"]',
    ]);
    expect(textsOf(rule, { email: 'A@x.io' })).toEqual([]);
    expect(textsOf(rule, { email: 'none@none.com', address: { zip: 10115 } })).toEqual([]);
  });

  it('are one for each alternative', () => {
    const rule = { when: { any: [email, zip] } };
    expect(textsOf(rule, { email: 'a@x.io', address: { zip: '1' } })).toEqual([
      'exact 1["a@x.io"]',
      'exact 2["1"]',
    ]);
    expect(textsOf(rule, { address: { zip: '1' } })).toEqual(['exact 2["1"]']);
  });

  it('are those to block by, each once however many alternatives use it', () => {
    const blockBy = [
      { field: 'name', by: 'prefix', length: 2 } as const,
      { all: [zip, { field: 'name', by: 'prefix' } as const] },
    ];
    const rule = { when: { any: [name, { ...name, algorithm: 'token_set' }] }, blockBy };
    expect(textsOf(rule, { name: 'Ännabel', address: { zip: '1' } })).toEqual([
      'block 1["an"]',
      'block 2["1","anna"]',
    ]);
  });

  it('are made of the exact and phonetic comparisons of a rule that says no other', () => {
    const rule = { when: { all: [name, { field: 'last', by: 'phonetic' } as const, zip] } };
    const keys = ['block 1["SM0","1"]', 'block 1["XMT","1"]'];
    expect(textsOf(rule, { name: 'x', last: 'Smith', address: { zip: '1' } })).toEqual(keys);
  });

  it('cut no letter in two', () => {
    expect(
      textsOf({ when: name, blockBy: [{ field: 'name', by: 'prefix', length: 1 }] }, { name: '𠮷野' }),
    ).toEqual(['block 1["𠮷"]']);
  });

  it('may be of several fields, of which some have no value', () => {
    const rule = { when: { field: ['first', 'last'], by: 'exact' } } as const;
    expect(textsOf(rule, { first: ' Ann ', last: 'Berg' })).toEqual(['exact 1["ann berg"]']);
    expect(textsOf(rule, { first: null, last: 'Berg' })).toEqual(['exact 1["berg"]']);
    expect(textsOf(rule, {})).toEqual([]);
  });

  it.each([
    ['a list', [1]],
    ['an object', { a: 1 }],
    ['null', null],
    ['white space', ' \t'],
    ['a placeholder among spaces', ' n/a '],
    ['too long', 'a'.repeat(257)],
    ['nothing but what is taken off', "''"],
  ])('are none of %s', (_, value) => {
    expect(textsOf({ when: { field: 'name', by: 'exact', normalise: ['words'] } }, { name: value })).toEqual(
      [],
    );
  });

  it('hold numbers with all of their digits, and texts as long as are compared', () => {
    const rule = { when: { field: 'id', by: 'exact' } } as const;
    expect(textsOf(rule, { id: new ExactNumber('9007199254740993') })).toEqual([
      'exact 1["9007199254740993"]',
    ]);
    expect(textsOf(rule, { id: true })).toEqual(['exact 1["true"]']);
    expect(textsOf(rule, { id: 'a'.repeat(256) })).toHaveLength(1);
  });

  it('are never longer than an index takes', () => {
    const rule = {
      when: { all: [{ field: 'a', by: 'exact' } as const, { field: 'b', by: 'exact' } as const] },
    };
    expect(textsOf(rule, { a: 'x'.repeat(250), b: 'y'.repeat(250) })).toHaveLength(1);
    expect(textsOf(rule, { a: 'x'.repeat(256), b: 'y'.repeat(256) })).toEqual([]);
    const joined = { when: { field: ['a', 'b'], by: 'exact' } } as const;
    expect(textsOf(joined, { a: 'x'.repeat(100), b: 'y'.repeat(155) })).toHaveLength(1);
    expect(textsOf(joined, { a: 'x'.repeat(200), b: 'y'.repeat(200) })).toEqual([]);
    const [longest] = compile(rule).keysOf({ a: 'x'.repeat(256), b: 'y'.repeat(248) });
    expect(longest?.text).toHaveLength(LONGEST_KEY);
    expect(compile(rule).keysOf({ a: 'x'.repeat(256), b: 'y'.repeat(249) })).toEqual([]);
  });

  it('say whether a sensitive field is in them', () => {
    const isSensitive = (field: string, sensitive: string) =>
      compile({ when: { any: [{ field: ['id', field], by: 'exact' }] } }, [sensitive]).keysOf({ id: 1 })[0]
        ?.sensitive;
    expect(isSensitive('email', 'email')).toBe(true);
    expect(isSensitive('contact.email', 'contact')).toBe(true);
    expect(isSensitive('contact', 'contact.email')).toBe(true);
    expect(isSensitive('emails', 'email')).toBe(false);
    const both = compile({ when: { all: [email, zip] } }, ['other', 'email']);
    expect(both.keysOf({ email: 'a@x.io', address: { zip: 1 } })[0]?.sensitive).toBe(true);
    expect(isSensitive('email', 'emails')).toBe(false);
  });

  it('leave out what the stop list of the field has, however it is written', () => {
    const rules = [
      {
        name: 'r',
        when: {
          any: [
            { ...zip, field: 'a' },
            { ...zip, field: 'b' },
          ],
        },
      },
    ];
    const match = compileMatch({ rules, stopList: [{ field: 'a', values: [' ÄCME '] }] }, new Set());
    expect(match.keysOf({ a: 'acme', b: 'acme' }).map(({ text }) => text)).toEqual(['2["acme"]']);
  });

  it('are never equal for different rules or parts', () => {
    const match = compileMatch(
      {
        rules: ['one', 'other'].map((rule) => ({
          name: rule,
          when: {
            any: [
              { ...zip, field: 'a' },
              { ...zip, field: 'b' },
            ],
          },
        })),
      },
      new Set(),
    );
    expect(new Set(match.keysOf({ a: 'same', b: 'same' }).map(keyText)).size).toBe(4);
  });
});

it('says of which normalisers keys are made that made other texts in an earlier release', () => {
  const phone = { field: 'phone', by: 'exact', normalise: ['spaces', 'phone'] } as const;
  const revisions = (rule: Omit<MatchRule, 'name'>) => keyRevisions({ rules: [{ name: 'r', ...rule }] });
  expect(revisions({ when: phone })).toEqual({ phone: 2 });
  expect(revisions({ when: name, blockBy: [{ all: [zip, phone] }] })).toEqual({ phone: 2 });
  // What is only compared is in no key.
  expect(revisions({ when: { all: [email, { ...phone, by: 'fuzzy' }] } })).toEqual({});
});
