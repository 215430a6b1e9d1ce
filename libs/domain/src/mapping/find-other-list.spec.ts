import fc from 'fast-check';
import { findOtherList } from './find-other-list.js';
import { parseValuesPath } from './path.js';

const placeIn = (paths: readonly string[]) => findOtherList(paths.map(parseValuesPath));

describe('paths that are read together', () => {
  it.each([
    [['id', 'data.day']],
    [['*.c', '*.d']],
    [['c', 'rows.*.d']],
    [['events.*.rows.*.d', 'events.*.c', 'e']],
    [['a.*', 'a.*.*.b']],
    [['a.0.b', 'a.*.c']],
    [['*']],
    [[]],
  ])('may go through the same lists: %j', (paths) => {
    expect(placeIn(paths)).toBeUndefined();
  });

  it.each([
    [['a.*.c', 'b.*.d'], 1],
    [['*.c', 'rows.*.d'], 1],
    [['c', 'rows.*.d', 'e', 'other.*.f'], 3],
    [['events.*.rows.*.d', 'events.*.c', 'events.*.tags.*'], 2],
    [['a.*.c', 'a.b.*.d'], 1],
  ])('may not go through different lists: %j', (paths, place) => {
    expect(placeIn(paths)).toBe(place);
  });

  it('are refused in whichever order they stand', () => {
    const path = fc
      .array(fc.constantFrom('a', 'b', '*'), { minLength: 1, maxLength: 5 })
      .map((names) => names.join('.'));
    const order = fc.uniqueArray(path, { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(order, (paths) => {
        const refused = placeIn(paths) !== undefined;
        expect(placeIn([...paths].reverse()) !== undefined).toBe(refused);
      }),
    );
  });
});
