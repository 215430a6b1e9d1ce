import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { InvalidFields } from '../errors/invalid-fields.js';
import type { JsonObject, JsonValue } from '../json.js';
import { compilePieces } from './compile-pieces.js';
import type { PieceRules } from './piece-rules.js';
import type { DeriveRule, LinkRule } from './derive-rule.js';
import { textOfPieces } from './record-pieces.js';

const digest = (text: string) => createHash('md5').update(text).digest('hex');
const LABELS: DeriveRule = { name: 'labels', each: 'labels', key: 'id', recordType: 'label' };
const USER: DeriveRule = { name: 'author', at: 'user', key: 'login', shared: true, recordType: 'user' };
const LINK: LinkRule = { name: 'team', stream: 'teams', recordType: 'team', at: 'team.id' };

const compiled = (rules: Partial<PieceRules>) =>
  compilePieces({ derive: [], links: [], ...rules }, { digest, problemOf: () => undefined });
const pieces = (derive: readonly DeriveRule[], data: JsonObject, id = '1') => compiled({ derive })(data, id);

describe('compilePieces', () => {
  it('makes one record at a path and one for each entry of a list, known by parent and key, or by the key alone', () => {
    const data = { labels: [{ id: 7, name: 'Bug' }], user: { login: 'ada' } };
    const { derived, rejected } = pieces([LABELS, USER], data, 'a#1');
    expect(derived).toMatchObject([
      { rule: 'labels', externalId: 'a%231#7', dataText: '{"id":7,"name":"Bug"}' },
      { rule: 'author', externalId: 'ada', dataText: '{"login":"ada"}' },
    ]);
    expect(rejected).toEqual([]);
    expect(
      pieces([{ name: 'address', at: 'address', recordType: 'address' }], { address: { city: 'Ulm' } }),
    ).toMatchObject({
      derived: [{ rule: 'address', externalId: '1' }],
    });
  });

  it('takes a list of texts for objects with the field value, and nothing for what is absent or null', () => {
    const tags: DeriveRule = { ...LABELS, name: 'tags', each: 'tags', key: 'value' };
    expect(pieces([tags], { tags: ['new', 'old'] }).derived.map(({ externalId }) => externalId)).toEqual([
      '1#new',
      '1#old',
    ]);
    expect(pieces([tags, USER], { tags: null })).toEqual({
      derived: [],
      rejected: [],
      excluded: [],
      links: [],
    });
  });

  it.each([
    [{ labels: {} }, 'record.piece_not_a_list', 'labels: labels is an object, not a list', null],
    [
      { labels: [{ name: 'x' }] },
      'record.piece_without_key',
      'labels: labels.0 has no key that can be one',
      null,
    ],
    [
      { labels: [{ id: { deep: 1 } }] },
      'record.piece_without_key',
      'labels: labels.0 has no key that can be one',
      null,
    ],
    [
      { labels: [{ id: 'x'.repeat(600) }] },
      'record.piece_without_key',
      'labels: labels.0 has no key that can be one',
      null,
    ],
    [
      { labels: [{ id: 1, a: '\0' }] },
      'record.unstorable_text',
      expect.stringContaining('labels: labels.0: a '),
      '1#1',
    ],
  ])('rejects a piece of %j and says no value of it', (data, code, message, externalId) => {
    const { derived, rejected } = pieces([LABELS], data);
    expect(derived).toEqual([]);
    expect(rejected).toMatchObject([{ rule: 'labels', externalId, problem: { code, message } }]);
  });

  it('rejects each of several entries with one key, and goes on with the others', () => {
    const { derived, rejected } = pieces([LABELS], {
      labels: [{ id: 1 }, { id: 2 }, { id: '1', other: true }],
    });
    expect(derived).toMatchObject([{ externalId: '1#2' }]);
    expect(rejected).toMatchObject([
      {
        externalId: '1#1',
        problem: {
          code: 'record.piece_key_taken',
          message: 'labels: labels.0 has a key that 2 entries have',
        },
      },
      { externalId: '1#1' },
    ]);
  });

  it('derives only while the condition holds, also by a pattern', () => {
    const rule: DeriveRule = { ...USER, when: { field: 'state', matches: '^(open|new)$' } };
    const of = (state: string) => pieces([rule], { state, user: { login: 'ada' } });
    expect(of('open').derived).toHaveLength(1);
    expect(of('reopen')).toMatchObject({ derived: [], excluded: ['author'] });
  });

  it('names the records of other streams, each once', () => {
    const link = compiled({ links: [LINK, { ...LINK, name: 'members', at: 'members.*.id' }] });
    const data = { team: { id: 5 }, members: [{ id: 'a' }, { id: 'a' }, { id: null }, { id: 'b' }] };
    expect(link(data, '1').links).toEqual([
      { rule: 'team', externalId: '5' },
      { rule: 'members', externalId: 'a' },
      { rule: 'members', externalId: 'b' },
    ]);
    expect(link({}, '1').links).toEqual([]);
  });

  it('tells everything that is wrong with the rules at once, with its place', () => {
    const derive: readonly DeriveRule[] = [
      { name: 'a', recordType: 'x' },
      { name: 'a', each: 'l', recordType: 'x', when: { field: 'f', matches: '(' } },
      {
        name: 'b',
        at: 'x',
        key: 'k',
        recordType: 'x',
        mapping: [{ source: 'a', target: 'b', transforms: ['trimm'] }],
      },
      { name: 'c', at: 'x', each: 'y..z', shared: true, recordType: 'x' },
    ];
    const links = [LINK, { ...LINK, at: '' }, { ...LINK, name: 'b' }];
    let found: unknown;
    try {
      compiled({ derive, links });
    } catch (error) {
      found = error;
    }
    expect(found).toBeInstanceOf(InvalidFields);
    expect((found as InvalidFields).code).toBe('config.invalid_derive');
    expect((found as InvalidFields).fields.map(({ path }) => path)).toEqual([
      'derive[0].at',
      'derive[1].key',
      'derive[2].key',
      'derive[3].at',
      'derive[3].key',
      'derive[1].name',
      'links[1].name',
      'links[2].name',
      'derive[1].when.matches',
      'derive[2].mapping[0].transforms[0].name',
      'derive[3].each',
      'links[1].at',
    ]);
  });
});

describe('the pieces of a record', () => {
  const entry = fc.record({
    id: fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constant(null)),
    name: fc.string(),
  });
  const list = fc.array(entry, { maxLength: 8 });

  it('are the same in whatever order a list has its entries', () => {
    fc.assert(
      fc.property(
        list.chain((entries) =>
          fc.tuple(fc.constant(entries), fc.shuffledSubarray(entries, { minLength: entries.length })),
        ),
        ([entries, shuffled]) => {
          const textOf = (labels: JsonValue) => textOfPieces(pieces([LABELS], { labels }));
          expect(textOf(shuffled)).toBe(textOf(entries));
        },
      ),
    );
  });

  it('are each entry once: derived where its key is its own, else rejected', () => {
    fc.assert(
      fc.property(list, (labels) => {
        const { derived, rejected } = pieces([LABELS], { labels });
        expect(derived.length + rejected.length).toBe(labels.length);
        const ids = derived.map(({ externalId }) => externalId);
        expect(new Set(ids).size).toBe(ids.length);
        for (const { externalId } of rejected) expect(ids).not.toContain(externalId);
      }),
    );
  });

  it('of two parents have no id in common unless they are shared', () => {
    const id = fc.stringMatching(/^[a#%]{1,4}$/);
    fc.assert(
      fc.property(id, id, id, id, (one, key, other, otherKey) => {
        const idOf = (parent: string, of: string) =>
          pieces([LABELS], { labels: [{ id: of }] }, parent).derived[0]!.externalId;
        expect(idOf(one, key) === idOf(other, otherKey)).toBe(one === other && key === otherKey);
      }),
    );
  });
});
