import fc from 'fast-check';
import type { JsonValue } from '../json.js';
import { diffShapes } from './diff-shapes.js';
import { listPlaces } from './list-places.js';
import { countPlaces, MOST_PLACES, NOTHING_SEEN, type Shape } from './shape.js';
import { shapeFromJson, shapeToJson } from './shape-text.js';
import { shapeOf, told } from './testing/read-shape.js';
import { boundShape, uniteShapes } from './unite-shapes.js';

const anyRecords = fc.array(
  fc.dictionary(fc.string({ maxLength: 3 }), fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<JsonValue>),
  {
    maxLength: 5,
  },
);
const anyShape = anyRecords.map((records) => boundShape(shapeOf(...records)));
/** Without the order of its fields, which is that in which they came. */
const sorted = ({ classes, present, seenOn, isMap, ...shape }: Shape): unknown => ({
  ...{ classes, present, seenOn, isMap },
  fields: [...shape.fields]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, each]) => [name, sorted(each)]),
  every: shape.every && sorted(shape.every),
});

describe('shapes in one', () => {
  it('do not depend on their order', () => {
    fc.assert(
      fc.property(anyShape, anyShape, (one, other) => {
        expect(sorted(uniteShapes(one, other))).toEqual(sorted(uniteShapes(other, one)));
      }),
    );
  });

  it('bring nothing new to one that has both', () => {
    fc.assert(
      fc.property(anyShape, anyShape, (one, other) => {
        const both = uniteShapes(one, other);
        expect(diffShapes(both, uniteShapes(both, one))).toEqual([]);
        expect(diffShapes(both, other)).toEqual([]);
        expect(diffShapes(both, both)).toEqual([]);
        expect(diffShapes(uniteShapes(one, one), one)).toEqual([]);
      }),
    );
  });

  it('look as if all of their records had come at once', () => {
    fc.assert(
      fc.property(anyRecords, anyRecords, (some, others) => {
        const united = uniteShapes(shapeOf(...some), shapeOf(...others));
        expect(sorted(united)).toMatchObject({ present: some.length + others.length });
        expect(told(united)).toEqual(told(shapeOf(...some, ...others)));
      }),
    );
  });

  it('are kept as they are', () => {
    fc.assert(
      fc.property(anyShape, (shape) => {
        const json = JSON.parse(JSON.stringify(shapeToJson(shape))) as JsonValue;
        expect(sorted(shapeFromJson(json))).toEqual(sorted(shape));
      }),
    );
    expect(shapeFromJson(null)).toEqual(NOTHING_SEEN);
  });
});

describe('a shape whose names are data', () => {
  const withNames = (count: number, from = 0) =>
    Object.fromEntries(Array.from({ length: count }, (_, nth) => [`name-${from + nth}`, { n: nth }]));

  it('is folded once many names each come seldom', () => {
    let shape = NOTHING_SEEN;
    for (let nth = 0; nth < 100; nth += 1) {
      shape = boundShape(uniteShapes(shape, shapeOf({ id: 'a', prices: withNames(3, nth * 3) })));
    }
    expect(told(shape)).toEqual({
      id: 'text',
      prices: 'object',
      'prices.*': 'object',
      'prices.*.n': 'integer',
    });
    expect(listPlaces(shape).find(({ path }) => path === 'prices')).toMatchObject({ isMap: true });
  });

  it('keeps many names of which each record has a good part', () => {
    const shape = boundShape(shapeOf(...Array.from({ length: 100 }, () => ({ properties: withNames(200) }))));
    expect(countPlaces(shape)).toBe(402);
  });

  it.each([
    ['one record with very many names', [{ id: 1, map: withNames(100_000) }]],
    ['very many names at the top', [withNames(100_000)]],
    [
      'names in names',
      [
        {
          a: withNames(900),
          b: Object.fromEntries(Array.from({ length: 60 }, (_, nth) => [`k${nth}`, withNames(60)])),
        },
      ],
    ],
  ])('is bounded: %s', (_, records) => {
    const bounded = boundShape(shapeOf(...(records as readonly JsonValue[])));
    expect(countPlaces(bounded)).toBeLessThanOrEqual(MOST_PLACES);
    expect(boundShape(bounded)).toBe(bounded);
  });

  it('is bounded whatever comes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat({ max: 1_500 }), fc.nat({ max: 5_000 })), { maxLength: 6 }),
        (groups) => {
          const united = groups.reduce<Shape>(
            (shape, [count, from]) =>
              boundShape(
                uniteShapes(shape, shapeOf({ a: { b: withNames(count, from) }, ...withNames(count) })),
              ),
            NOTHING_SEEN,
          );
          expect(countPlaces(united)).toBeLessThanOrEqual(MOST_PLACES);
        },
      ),
      { numRuns: 4 },
    );
  });
});
