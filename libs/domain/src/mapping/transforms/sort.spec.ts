import fc from 'fast-check';
import { canonicalText } from '../../json-text/canonical-text.js';
import { ExactNumber } from '../../number/exact-number.js';
import { runTransform } from './testing/run-transform.js';

const big = new ExactNumber('9007199254740993');
const bigger = new ExactNumber('9007199254740994.5');

describe('sort', () => {
  it.each<[string, unknown[], unknown[]]>([
    ['numbers by value, not as text', [10, 9, -1, bigger, big, 0.5], [-1, 0.5, 9, 10, big, bigger]],
    ['texts in no language', ['b', 'a', 'B', 'ä'], ['B', 'a', 'b', 'ä']],
    ['booleans', [true, false, true], [false, true, true]],
    ['lists and objects by what they hold', [{ b: 1 }, [2], { a: 2 }, [1]], [[1], [2], { a: 2 }, { b: 1 }]],
    ['kinds one after the other, nulls last', [null, {}, [], 'a', 1, false], [false, 1, 'a', [], {}, null]],
    ['an empty list', [], []],
  ])('sorts %s', (_, value, sorted) => {
    expect(runTransform('sort', value as never)).toEqual(sorted);
  });

  it('sorts objects by a path, and leaves equal ones as they came', () => {
    const item = (rank: unknown, name: string) => ({ at: { rank }, name }) as never;
    const list = [item(2, 'a'), item(1, 'b'), item(2, 'c'), item(null, 'd'), item(1, 'e')];
    const names = (order: string) =>
      (runTransform({ name: 'sort', by: 'at.rank', order }, list) as { name: string }[]).map(
        ({ name }) => name,
      );
    expect(names('ascending')).toEqual(['b', 'e', 'a', 'c', 'd']);
    expect(names('descending')).toEqual(['a', 'c', 'b', 'e', 'd']);
  });

  it('leaves entries with one text as they came', () => {
    const list = ['b1', 'a1', 'b2', 'a2', 'b3'].map((name) => ({ key: name.charAt(0), name }));
    const sorted = (order: string) => runTransform({ name: 'sort', by: 'key', order }, list) as typeof list;
    expect(sorted('ascending').map(({ name }) => name)).toEqual(['a1', 'a2', 'b1', 'b2', 'b3']);
    expect(sorted('descending').map(({ name }) => name)).toEqual(['b1', 'b2', 'b3', 'a1', 'a2']);
  });

  it('turns the kinds round too, but for what has no value', () => {
    expect(runTransform({ name: 'sort', order: 'descending' }, [null, 1, 'a', 2])).toEqual(['a', 2, 1, null]);
  });

  it('refuses what is no list, and entries without fields where it sorts by one', () => {
    expect(() => runTransform('sort', 'ab')).toThrow('sort takes a list, and got a text');
    expect(() => runTransform({ name: 'sort', by: 'a' }, [{ a: 1 }, 2])).toThrow(
      'sort takes a list of objects',
    );
    expect(runTransform('sort', null)).toBeNull();
  });

  it('says where its path or order is wrong', () => {
    expect(() => runTransform({ name: 'sort', by: 'a..b' }, [])).toThrow(
      'transforms[0].by: is a dotted path',
    );
    expect(() => runTransform({ name: 'sort', order: 'down' }, [])).toThrow(
      'order: must be one of ascending, descending',
    );
  });

  it('makes the same of a list in whatever order it comes', () => {
    const shuffled = fc
      .array(fc.jsonValue({ maxDepth: 2 }), { maxLength: 8 })
      .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));
    fc.assert(
      fc.property(shuffled, ([list, other]) => {
        const sorted = (given: unknown) => canonicalText(runTransform('sort', given as never) as never);
        expect(sorted(other)).toBe(sorted(list));
      }),
    );
  });

  it('leaves the list of the provider as it was', () => {
    const list = [2, 1];
    expect(runTransform('sort', list)).toEqual([1, 2]);
    expect(list).toEqual([2, 1]);
  });
});
