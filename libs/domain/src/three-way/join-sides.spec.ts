import { parseJson } from '../json-text/parse-json.js';
import type { JsonObject } from '../json.js';
import { agreedBase, rebase, unknownBase, type Base } from './agreed-base.js';
import { ASK, flows, join, listRules, openOf, sentOf, sides } from './testing/sides.js';

const read = (text: string) => parseJson(text) as JsonObject;

describe('a field that one side changed', () => {
  it('is taken over by the other, in both directions at once', () => {
    const joined = join(sides({ a: 1, b: 1 }, { a: 2, b: 1 }, { a: 1, b: 2 }));
    expect(joined.local).toEqual({ a: 2, b: 2 });
    expect(joined.remote).toEqual({ a: 2, b: 2 });
    expect(sentOf(joined)).toEqual({ a: 2 });
    expect(joined.open).toEqual([]);
  });

  it('advances the base for what is here already, and for what is sent once it was written', () => {
    const { base, written } = join(sides({ a: 1, b: 1 }, { a: 2, b: 1 }, { a: 1, b: 2 }));
    expect(base).toMatchObject({ local: { a: 1, b: 2 }, remote: { a: 1, b: 2 }, unread: [] });
    expect(written).toMatchObject({ local: { a: 2, b: 2 }, remote: { a: 2, b: 2 }, unread: ['a'] });
  });

  it('may be added, removed, or within an object', () => {
    const joined = join(
      sides(
        { a: 1, b: 1, c: { d: 1, e: 1 } },
        { b: 1, c: { d: 2, e: 1 } },
        { a: 1, c: { d: 1, e: 1, f: 3 } },
      ),
    );
    expect(joined.local).toEqual({ c: { d: 2, e: 1, f: 3 } });
    expect(joined.remote).toEqual(joined.local);
    expect(sentOf(joined)).toEqual({ a: undefined, 'c.d': 2 });
  });

  it('is removed as a whole where it is an object', () => {
    const joined = join(sides({ a: { b: 1, c: 2 } }, {}, { a: { b: 1, c: 2 } }));
    expect(sentOf(joined)).toEqual({ a: undefined });
    expect(joined.written).toMatchObject({ local: {}, remote: {}, unread: ['a'] });
  });

  it('keeps its name, whatever every object inherits under it', () => {
    const joined = join(sides({}, read('{"__proto__":1,"constructor":2}'), {}));
    expect(JSON.stringify(joined.remote)).toBe('{"__proto__":1,"constructor":2}');
    expect(sentOf(joined)).toHaveProperty('constructor', 2);
  });
});

describe('a field that both sides changed', () => {
  it('is agreed on where both say the same, whatever the base says', () => {
    const joined = join(sides({ a: 1 }, { a: 2 }, { a: 2 }));
    expect(joined).toMatchObject({ sent: [], open: [], base: { local: { a: 2 }, remote: { a: 2 } } });
  });

  it('is agreed on where both made an object of it that holds nothing', () => {
    const { base } = join(sides({ a: 1 }, { a: {}, b: {} }, { a: {}, b: {} }));
    expect(base).toMatchObject({ local: { a: {}, b: {} }, remote: { a: {}, b: {} } });
    expect(sentOf(join(sides(base, { a: {} }, { a: {}, b: {} })))).toEqual({ b: undefined });
  });

  it('is contested otherwise, and the other fields go on', () => {
    const joined = join(sides({ a: 1, b: 1 }, { a: 2, b: 2 }, { a: 3, b: 1 }));
    expect(joined.open).toEqual([
      { place: ['a'], path: 'a', base: { local: 1, remote: 1 }, local: 2, remote: 3, asks: 'review' },
    ]);
    expect(joined).toMatchObject({ local: { a: 2, b: 2 }, remote: { a: 3, b: 2 } });
    expect(joined.base).toMatchObject({ local: { a: 1, b: 1 }, remote: { a: 1, b: 1 } });
    expect(joined.written).toMatchObject({ local: { a: 1, b: 2 }, remote: { a: 1, b: 2 } });
  });

  it.each([
    ['{"a":1.0}', '{"a":1}'],
    ['{"a":1e2}', '{"a":100}'],
    ['{"a":12345678901234567890.10}', '{"a":12345678901234567890.1}'],
    ['{"a":{"b":1,"c":2}}', '{"a":{"c":2,"b":1}}'],
    ['{"a":"\\u00e9"}', '{"a":"é"}'],
  ])('is compared by value: %s is %s', (local, remote) => {
    expect(join(sides({ a: 0 }, read(local), read(remote)))).toMatchObject({ open: [], sent: [] });
  });

  it.each([
    ['{"a":12345678901234567890.1}', '{"a":12345678901234567890.2}'],
    ['{"a":"1"}', '{"a":1}'],
    ['{"a":null}', '{}'],
    ['{"a":[1,2]}', '{"a":[2,1]}'],
  ])('is compared by value: %s is not %s', (local, remote) => {
    expect(openOf(join(sides({ a: 0 }, read(local), read(remote))))).toEqual(['a']);
  });

  it('is contested where one removed it', () => {
    const joined = join(sides({ a: { b: 1 } }, {}, { a: { b: 2 } }));
    expect(joined.open).toMatchObject([{ path: 'a', local: undefined, remote: { b: 2 } }]);
  });

  it.each([
    ['local', { a: 2 }, { a: 2 }],
    ['remote', { a: 3 }, {}],
  ] as const)('is decided by who decides: %s', (kind, local, sent) => {
    const joined = join(sides({ a: 1 }, { a: 2 }, { a: 3 }), {}, { contested: () => ({ kind }) });
    expect(joined).toMatchObject({ local, open: [] });
    expect(sentOf(joined)).toEqual(sent);
  });

  it('is not decided again while what was decided is not written: the provider has been taken into account', () => {
    const decided = join(
      sides({ a: 1 }, { a: 2 }, { a: 3 }),
      {},
      { contested: () => ({ kind: 'value', value: 9 }) },
    );
    const again = join(sides(decided.base, decided.local, { a: 3 }));
    expect(again.open).toEqual([]);
    expect(sentOf(again)).toEqual({ a: 9 });
    const moved = join(sides(decided.base, decided.local, { a: 4 }));
    expect(openOf(moved)).toEqual(['a']);
  });
});

describe('a base with two values (C12)', () => {
  const base: Base = { ...agreedBase(1, { a: 10.005 }), remote: { a: 10.01 } };

  it('is unchanged on both sides while each has its own', () => {
    const joined = join(sides(base, { a: 10.005 }, { a: 10.01 }));
    expect(joined).toMatchObject({ sent: [], open: [], changed: [], local: { a: 10.005 }, base });
  });

  it('tells a change of one side', () => {
    expect(sentOf(join(sides(base, { a: 11 }, { a: 10.01 })))).toEqual({ a: 11 });
    expect(join(sides(base, { a: 10.005 }, { a: 12 })).local).toEqual({ a: 12 });
    expect(openOf(join(sides(base, { a: 11 }, { a: 12 })))).toEqual(['a']);
  });

  it('leaves what the provider has in what is sent around a change', () => {
    const both: Base = { ...base, local: { a: 10.005, b: 1 }, remote: { a: 10.01, b: 1 } };
    const joined = join(sides(both, { a: 10.005, b: 2 }, { a: 10.01, b: 1 }));
    expect(joined.remote).toEqual({ a: 10.01, b: 2 });
  });
});

describe('the first reading after a write (C13)', () => {
  const { written } = join(sides({ a: 'old', b: 1 }, { a: 'Ann ', b: 1 }, { a: 'old', b: 1 }));

  it('says what became of what was written, and is no change', () => {
    const joined = join(sides(written, { a: 'Ann ', b: 1 }, { a: 'Ann', b: 1 }));
    expect(joined).toMatchObject({ sent: [], open: [], changed: [], local: { a: 'Ann ', b: 1 } });
    expect(joined.base).toMatchObject({ local: { a: 'Ann ' }, remote: { a: 'Ann' }, unread: [] });
  });

  it('does not hide what a person did here in the meantime', () => {
    const joined = join(sides(written, { a: 'Eve', b: 1 }, { a: 'Ann', b: 1 }));
    expect(joined.open).toEqual([]);
    expect(sentOf(joined)).toEqual({ a: 'Eve' });
  });

  it('is no proof where the version says that another change came after the write', () => {
    const after = (local: string, remote: string, isAsWritten: boolean) => {
      const given = sides(written, { a: local, b: 1 }, { a: remote, b: 1 });
      return join({ ...given, remote: { ...given.remote, isAsWritten } });
    };
    expect(openOf(after('Eve', 'Bob', false))).toEqual(['a']);
    expect(after('Eve', 'Bob', false).base).toMatchObject({ unknown: ['a'], unread: [] });
    expect(openOf(after('Ann ', 'Ann ', false))).toEqual([]);
    expect(after('Ann ', 'Ann', true)).toMatchObject({ open: [], local: { a: 'Ann ' } });
  });

  it('takes over what another change says where nothing was changed here since, and keeps an edit here of a field that it left', () => {
    const after = (local: string, remote: string) => {
      const given = sides(written, { a: local, b: 1 }, { a: remote, b: 1 });
      return join({ ...given, remote: { ...given.remote, isAsWritten: false } });
    };
    expect(after('Ann ', 'Bob')).toMatchObject({ local: { a: 'Bob' }, open: [], sent: [] });
    expect(after('Eve', 'Ann ')).toMatchObject({ local: { a: 'Eve' }, open: [] });
    expect(sentOf(after('Eve', 'Ann '))).toEqual({ a: 'Eve' });
  });

  it('is another change where it is known to come after the write and is nothing that a provider makes of our value', () => {
    const after = (local: string, remote: string | undefined) => {
      const read = remote === undefined ? { b: 1 } : { a: remote, b: 1 };
      const given = sides(written, { a: local, b: 1 }, read);
      return join({ ...given, remote: { ...given.remote, isAfterWrite: true } });
    };
    expect(after('Ann ', 'Bob')).toMatchObject({ local: { a: 'Bob' }, open: [], sent: [] });
    expect(after('Ann ', undefined)).toMatchObject({ local: { b: 1 }, open: [], sent: [] });
    expect(openOf(after('Eve', 'Bob'))).toEqual(['a']);
    expect(after('Ann ', 'Ann')).toMatchObject({ local: { a: 'Ann ' }, changed: [], base: { unread: [] } });
    expect(sentOf(after('Eve', 'Ann'))).toEqual({ a: 'Eve' });
  });

  it('is about the fields that were written alone', () => {
    expect(join(sides(written, { a: 'Ann ', b: 1 }, { a: 'Ann', b: 2 })).local).toEqual({ a: 'Ann ', b: 2 });
  });

  it('is still to come where the field was not said', () => {
    const joined = join(sides(written, { a: 'Ann ', b: 1 }, { b: 1 }, false));
    expect(joined.base).toMatchObject({ unread: ['a'], remote: { a: 'Ann ' } });
    expect(join(sides(joined.base, { a: 'Ann ', b: 1 }, { a: 'Ann', b: 1 })).changed).toEqual([]);
  });

  it('is still to come of a removal that was not said', () => {
    const removed = join(sides({ a: 1 }, {}, { a: 1 })).written;
    const unsaid = join(sides(removed, {}, {}, false)).base;
    expect(unsaid.unread).toEqual(['a']);
    expect(join(sides(unsaid, {}, { a: '' }))).toMatchObject({ local: {}, sent: [], open: [] });
  });

  it('takes over what the provider put beside what was written', () => {
    const added = join(sides({}, { address: { city: 'Ulm' } }, {})).written;
    const joined = join(sides(added, { address: { city: 'Ulm' } }, { address: { city: 'ULM', id: 7 } }));
    expect(joined.local).toEqual({ address: { city: 'Ulm', id: 7 } });
    expect(joined).toMatchObject({ sent: [], open: [] });
  });
});

describe('what a reading lacks (C16)', () => {
  it('was removed where the stream declares its records complete', () => {
    expect(join(sides({ a: 1, b: 1 }, { a: 1, b: 1 }, { a: 1 })).local).toEqual({ a: 1 });
  });

  it('was not said otherwise, in objects and in entries of lists as well', () => {
    const agreed = { a: 1, b: 1, c: { d: 1, e: 1 }, lines: [{ id: 1, n: 1, t: 'x' }] };
    const said = { a: 2, c: { d: 2 }, lines: [{ id: 1, n: 2 }] };
    const joined = join(sides(agreed, agreed, said, false), { lists: listRules({ lines: { key: 'id' } }) });
    expect(joined.local).toEqual({ a: 2, b: 1, c: { d: 2, e: 1 }, lines: [{ id: 1, n: 2, t: 'x' }] });
    expect(joined.sent).toEqual([]);
  });

  it('is what the provider is taken to have where the local record lost it', () => {
    const joined = join(sides({ a: { b: 1, c: 1 } }, {}, { a: { b: 1 } }, false));
    expect(sentOf(joined)).toEqual({ a: undefined });
  });
});

describe('an unknown base (C28)', () => {
  const base = rebase(agreedBase(1, { a: 1 }), 2, ['phone']);

  it('is one of targets that another revision of the mapping added or changed', () => {
    expect(base).toMatchObject({ mappingRevision: 2, unknown: ['phone'] });
    expect(rebase(base, 2, ['a'])).toBe(base);
    expect(rebase(base, 3, ['phone.home', 'a']).unknown).toEqual(['phone', 'a']);
    expect(rebase(rebase(base, 3, ['b.c']), 4, ['b']).unknown).toEqual(['phone', 'b']);
  });

  it('is agreed where both sides say the same', () => {
    const joined = join(sides(base, { a: 1, phone: 'X' }, { a: 1, phone: 'X' }));
    expect(joined.base).toMatchObject({ unknown: [], local: { a: 1, phone: 'X' } });
    expect(join(sides(joined.base, { a: 1, phone: 'Z' }, { a: 1, phone: 'X' })).open).toEqual([]);
  });

  it('is a conflict where they do not, until it is decided', () => {
    const joined = join(sides(base, { a: 2, phone: 'X' }, { a: 1, phone: 'Y' }));
    expect(joined.open).toMatchObject([{ path: 'phone', base: undefined, local: 'X', remote: 'Y' }]);
    expect(sentOf(joined)).toEqual({ a: 2 });
    expect(joined.base.unknown).toEqual(['phone']);
    expect(joined.written.unknown).toEqual(['phone']);
    expect(openOf(join(sides(joined.written, joined.local, joined.remote)))).toEqual(['phone']);
  });

  it('overwrites nothing where one side has nothing', () => {
    expect(join(sides(base, { a: 1 }, { a: 1, phone: 'Y' })).local).toEqual({ a: 1, phone: 'Y' });
    const joined = join(sides(base, { a: 1, phone: 'X' }, { a: 1 }));
    expect(sentOf(joined)).toEqual({ phone: 'X' });
    // It was read to have nothing there: from here on the local side alone differs, so that it is sent.
    expect([joined.base.unknown, joined.written.unknown]).toEqual([[], []]);
  });

  it('waits for what the provider has not said', () => {
    const joined = join(sides(base, { a: 1, phone: 'X' }, { a: 1 }, false));
    expect(joined.sent).toEqual([]);
    expect(joined.base.unknown).toEqual(['phone']);
    const nothing = join(sides(base, { a: 1 }, { a: 1 }, false));
    expect(nothing.base.unknown).toEqual(['phone']);
  });

  it('may be one of the whole record', () => {
    const joined = join(
      sides(unknownBase(1), { a: 1, b: 1, c: { d: 1, e: 1 } }, { a: 1, b: 2, c: { d: 1, e: 2 } }),
    );
    expect(openOf(joined)).toEqual(['b', 'c.e']);
    expect(joined.base).toMatchObject({ unknown: ['b', 'c.e'], local: { a: 1, c: { d: 1 } } });
  });

  it('keeps an object whole where a part of it is unknown', () => {
    const partly = rebase(agreedBase(1, { c: { d: 1 } }), 2, ['c.e']);
    expect(openOf(join(sides(partly, { c: 'x' }, { c: { d: 1 } })))).toEqual(['c']);
  });
});

describe('targets of a mapping', () => {
  const rules = { flows: flows({ name: 'both', score: 'in', secret: 'out', 'address.city': 'both' }) };
  const base = { name: 'a', score: 1, secret: 's', address: { city: 'x' } };

  it('leave everything else as each side has it', () => {
    const joined = join(
      sides(base, { ...base, own: 1, address: { city: 'x', note: 1 } }, { ...base, theirs: 2 }),
      rules,
    );
    expect(joined.local).toEqual({ ...base, own: 1, address: { city: 'x', note: 1 } });
    expect(joined.remote).toEqual({ ...base, theirs: 2 });
    expect(joined).toMatchObject({ sent: [], open: [], changed: [], base: { local: base } });
  });

  it('that only come in are not sent, and a change here is not overwritten without a word', () => {
    const joined = join(sides(base, { ...base, score: 2 }, base), rules);
    expect(joined).toMatchObject({ sent: [], open: [], local: { score: 2 }, remote: { score: 1 } });
    expect(openOf(join(sides(joined.base, joined.local, { ...base, score: 3 }), rules))).toEqual(['score']);
    const decided = join(sides(joined.base, joined.local, { ...base, score: 3 }), rules, {
      contested: () => ({ kind: 'local' }),
    });
    expect(decided).toMatchObject({ sent: [], local: { score: 2 }, base: { remote: { score: 3 } } });
  });

  it('that only go out are never read', () => {
    const { secret: _, ...read } = base;
    expect(join(sides(base, base, read), rules)).toMatchObject({ local: base, sent: [] });
    const joined = join(sides(base, { ...base, secret: 't' }, read), rules);
    expect(sentOf(joined)).toEqual({ secret: 't' });
    expect(join(sides(joined.written, joined.local, read), rules).sent).toEqual([]);
    const unknown = join(sides(unknownBase(1), base, read), rules);
    expect(sentOf(unknown)).toEqual({ secret: 's' });
  });

  it('within an object that one side lacks decide for it', () => {
    expect(
      sentOf(join(sides({ name: 'a' }, { name: 'a', address: { city: 'y' } }, { name: 'a' }), rules)),
    ).toEqual({
      address: { city: 'y' },
    });
  });
});

describe('who decides about everything', () => {
  it('is asked about fields that one side alone changed, too', () => {
    const given = sides({ a: 1, b: 1, c: 1 }, { a: 2, b: 1, c: 1 }, { a: 1, b: 2, c: 1 });
    const all = (kind: 'local' | 'remote') => join(given, {}, { ...ASK, all: () => ({ kind }) });
    expect(all('local')).toMatchObject({ local: { a: 2, b: 1, c: 1 }, remote: { a: 2, b: 1, c: 1 } });
    expect(all('remote')).toMatchObject({ local: { a: 1, b: 2, c: 1 }, sent: [] });
    expect(openOf(join(given, {}, { ...ASK, all: ASK.contested }))).toEqual(['a', 'b']);
  });
});
