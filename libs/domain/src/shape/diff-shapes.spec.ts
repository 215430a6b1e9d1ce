import { diffShapes, stopsRun } from './diff-shapes.js';
import { NOTHING_SEEN, type Shape } from './shape.js';
import { shapeOf } from './testing/read-shape.js';
import { foldFields } from './unite-shapes.js';

const changes = (before: Shape, after: Shape) =>
  diffShapes(before, after).map(({ path, kind }) => `${path} ${kind}`);

describe('what changed', () => {
  const before = shapeOf({ id: 'a', total: 1, note: null, address: { city: 'Bonn' }, tags: [] });

  it('is nothing from a shape to itself, nor where something is left out', () => {
    expect(diffShapes(before, before)).toEqual([]);
    expect(diffShapes(before, shapeOf({ id: 'a' }))).toEqual([]);
  });

  it.each([
    ['a new path', { zip: '1' }, ['zip appeared'], true],
    ['a new path below', { address: { zip: '1' } }, ['address.zip appeared'], true],
    ['an object that becomes a text', { address: 'Bonn' }, ['address flipped'], true],
    ['a text that becomes an object', { id: { value: 'a' } }, ['id flipped', 'id.value appeared'], true],
    ['a class where there was only null', { note: 'x' }, ['note flipped'], true],
    ['the first entry of a list', { tags: ['x'] }, ['tags.* appeared'], true],
    ['whole numbers and now others', { total: 1.5 }, ['total widened'], false],
    ['null', { total: null }, ['total nullable'], false],
  ] as const)('is told: %s', (_, record, expected, stops) => {
    const found = diffShapes(before, shapeOf(record));
    expect(found.map(({ path, kind }) => `${path} ${kind}`)).toEqual(expected);
    expect(found.some(stopsRun)).toBe(stops);
  });

  it('is no whole number where there were others, nor a name below a folded place', () => {
    expect(changes(shapeOf({ total: 1.5 }), shapeOf({ total: 1 }))).toEqual([]);
    const map = foldFields(shapeOf({ one: 1, two: 2 }));
    const folded: Shape = { ...NOTHING_SEEN, fields: new Map([['map', map]]) };
    expect(changes(folded, shapeOf({ map: { other: 7 } }))).toEqual([]);
    expect(changes(folded, shapeOf({ map: { other: 'x' } }))).toEqual(['map.* flipped']);
  });

  it('is told where names can no longer be told apart', () => {
    const names = Object.fromEntries(Array.from({ length: 1_001 }, (_, nth) => [`n${nth}x`, 'Bonn']));
    expect(changes(before, shapeOf({ address: names }))).toEqual(['address folded']);
  });
});
