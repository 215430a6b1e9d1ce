import type { JsonValue } from '../json.js';
import { agreedBase, unknownBase } from './agreed-base.js';
import { joinSet } from './join-set.js';
import { ASK, join, listRules, openOf, sentOf, sides } from './testing/sides.js';

const keyed = { lists: listRules({ lines: { key: 'sku' } }) };
const set = { lists: listRules({ tags: 'set' }) };
const line = (sku: JsonValue, n: number) => ({ sku, n });
const lines = (...entries: readonly JsonValue[]) => ({ lines: entries });
const tags = (...entries: readonly JsonValue[]) => ({ tags: entries });

describe('a list with a key', () => {
  it('is joined entry by entry', () => {
    const joined = join(
      sides(
        lines(line('A', 1), line('B', 1), line('C', 1)),
        lines(line('A', 2), line('B', 1), line('D', 1)),
        lines(line('A', 1), line('B', 3), line('C', 1)),
      ),
      keyed,
    );
    expect(joined.local).toEqual(lines(line('A', 2), line('B', 3), line('D', 1)));
    expect(joined.remote).toEqual(joined.local);
    expect(sentOf(joined)).toEqual({
      'lines.["A"].n': 2,
      'lines.["C"]': undefined,
      'lines.["D"]': line('D', 1),
    });
    expect(joined.open).toEqual([]);
  });

  it('is contested entry by entry', () => {
    const joined = join(
      sides(lines(line('A', 1), line('B', 1)), lines(line('A', 2)), lines(line('A', 3), line('B', 2))),
      keyed,
    );
    expect(joined.open).toMatchObject([
      { path: 'lines.["A"].n', local: 2, remote: 3 },
      { path: 'lines.["B"]', local: undefined, remote: line('B', 2) },
    ]);
  });

  it('keeps an entry whole that one side removed and the other changed', () => {
    const removed = join(sides(lines(line('A', 1)), lines(), lines(line('A', 2))), keyed, {
      contested: () => ({ kind: 'remote' }),
    });
    expect(removed.local).toEqual(lines(line('A', 2)));
  });

  it('has the order of the side that changed it', () => {
    const base = lines(line('A', 1), line('B', 1));
    const byLocal = join(
      sides(base, lines(line('B', 1), line('A', 1)), lines(line('A', 1), line('B', 1))),
      keyed,
    );
    expect(byLocal).toMatchObject({ sent: [], local: lines(line('B', 1), line('A', 1)), remote: base });
    const both = join(
      sides(base, lines(line('B', 2), line('A', 1)), lines(line('A', 3), line('B', 1))),
      keyed,
    );
    expect(both.remote).toEqual(lines(line('B', 2), line('A', 3)));
    const byRemote = join(
      sides(base, lines(line('A', 2), line('B', 1)), lines(line('B', 1), line('A', 1))),
      keyed,
    );
    expect(byRemote.local).toEqual(lines(line('A', 2), line('B', 1)));
    expect(byRemote.remote).toEqual(lines(line('B', 1), line('A', 2)));
  });

  it('is no change where the order alone differs', () => {
    const base = lines(line('A', 1), line('B', 1));
    expect(join(sides(base, base, lines(line('B', 1), line('A', 1))), keyed)).toMatchObject({
      sent: [],
      changed: [],
      local: base,
    });
  });

  it.each([
    ['lacks its key', lines({ n: 1 })],
    ['has the key of another', lines(line('A', 1), line('A', 2))],
    ['has an object for a key', lines(line({ a: 1 }, 1))],
    ['has null for a key', lines(line(null, 1))],
    ['is no object', lines('A')],
  ])('is one value where an entry %s (C31)', (_, local) => {
    const base = lines(line('A', 1), line('B', 1));
    expect(sentOf(join(sides(base, local, base), keyed))).toEqual(local);
    const contested = join(sides(base, local, lines(line('B', 2))), keyed);
    expect(openOf(contested)).toEqual(['lines']);
    expect(join(sides(base, base, local), keyed).local).toEqual(local);
  });

  it('tells keys of different kinds apart', () => {
    const joined = join(sides(lines(), lines(line('1', 1)), lines(line(1, 2))), keyed);
    expect(joined.local).toEqual(lines(line(1, 2), line('1', 1)));
  });

  it('reads back what was written entry by entry', () => {
    const { written } = join(sides(lines(), lines(line('A', 1.005)), lines()), keyed);
    expect(written.unread).toEqual(['lines.["A"].sku', 'lines.["A"].n']);
    const joined = join(sides(written, lines(line('A', 1.005)), lines({ ...line('A', 1.01), id: 7 })), keyed);
    expect(joined).toMatchObject({ sent: [], open: [], local: lines({ sku: 'A', n: 1.005, id: 7 }) });
  });

  it('is joined within the entries of another', () => {
    const nested = { lists: listRules({ orders: { key: 'id' }, 'orders.*.tags': 'set' }) };
    const order = (...entries: readonly JsonValue[]) => ({ orders: [{ id: 1, tags: entries }] });
    const joined = join(sides(order('a'), order('a', 'b'), order('a', 'c')), nested);
    expect(joined.local).toEqual(order('a', 'c', 'b'));
    expect(joined.open).toEqual([]);
  });

  it('with an unknown base has what either side has', () => {
    const joined = join(
      sides(unknownBase(1), lines(line('A', 1), line('B', 1)), lines(line('B', 1), line('C', 1))),
      keyed,
    );
    expect(joined.local).toEqual(lines(line('B', 1), line('C', 1), line('A', 1)));
    expect(sentOf(joined)).toEqual({ 'lines.["A"]': line('A', 1) });
  });
});

describe('a list as a set', () => {
  it('gets what each side added and loses what each side removed (C31)', () => {
    const joined = join(sides(tags('a', 'b'), tags('a'), tags('a', 'b', 'c')), set);
    expect(joined.local).toEqual(tags('a', 'c'));
    expect(sentOf(joined)).toEqual(tags('a', 'c'));
    expect(joined.open).toEqual([]);
  });

  it('counts equal entries (C31)', () => {
    expect(join(sides(tags(1, 1, 2), tags(1, 1, 2, 3), tags(1, 1, 2, 4)), set).local).toEqual(
      tags(1, 1, 2, 4, 3),
    );
    expect(join(sides(tags(1, 1), tags(1), tags(1)), set).local).toEqual(tags(1));
    expect(join(sides(tags(1), tags(1, 1), tags()), set).local).toEqual(tags(1));
  });

  it('is no change where the order alone differs', () => {
    expect(join(sides(tags(1, 2), tags(2, 1), tags(1, 2)), set)).toMatchObject({
      sent: [],
      local: tags(2, 1),
    });
  });

  it('keeps its order on a side that has all there is to have', () => {
    const joined = join(sides(tags('a', 'b'), tags('b', 'a'), tags('c', 'a', 'b')), set);
    expect(joined).toMatchObject({ sent: [], local: tags('c', 'a', 'b') });
  });

  it('has the order of the side that changed it', () => {
    const local = join(sides(tags(1, 2, 3), tags(3, 2), tags(1, 2, 3)), set);
    expect(local.remote).toEqual(tags(3, 2));
    expect(join(sides(tags(1, 2), tags(2, 3, 1), tags(2, 1, 4)), set).local).toEqual(tags(2, 1, 4, 3));
  });

  it('is contested where the provider made other entries of it, and both sides changed it', () => {
    const base = { ...agreedBase(1, tags(1.005)), remote: tags(1.01) };
    expect(join(sides(base, tags(1.005, 2), tags(1.01)), set).open).toEqual([]);
    expect(openOf(join(sides(base, tags(1.005, 2), tags(1.01, 3)), set))).toEqual(['tags']);
  });

  it('is contested where a side has no list, or no base is known', () => {
    expect(openOf(join(sides(tags(1), { tags: null }, tags(2)), set))).toEqual(['tags']);
    expect(openOf(join(sides(unknownBase(1), tags(1), tags(2)), set))).toEqual(['tags']);
  });

  it('is what is decided where everything is', () => {
    const joined = join(sides(tags(1), tags(1, 2), tags(1, 3)), set, {
      ...ASK,
      all: () => ({ kind: 'local' }),
    });
    expect(joined.remote).toEqual(tags(1, 2));
  });
});

describe('two sets of no known base', () => {
  it('are united', () => {
    expect(joinSet([1, 1], [1, 2], undefined)).toEqual([1, 2, 1]);
  });
});

describe('a list as a whole', () => {
  it('is one value', () => {
    const joined = join(sides(tags(1, 2), tags(2, 1), tags(1, 2)));
    expect(sentOf(joined)).toEqual(tags(2, 1));
    expect(openOf(join(sides(tags(1), tags(1, 2), tags(1, 3))))).toEqual(['tags']);
  });
});
