import fc from 'fast-check';
import { compileFilter } from './compile-filter.js';
import type { Filter } from './filter.js';
import { pushDown } from './push-down.js';

describe('what a provider is asked for', () => {
  const active: Filter = { field: 'status', equals: 'active' };

  it('is every value that must be there, of the fields that it takes', () => {
    const filter: Filter = { all: [active, { all: [{ field: 'vip', equals: true, exists: true }] }] };
    expect(pushDown(filter, ['status', 'vip'])).toEqual({ status: 'active', vip: true });
    expect(pushDown(filter, ['vip'])).toEqual({ vip: true });
    expect(pushDown(active, [])).toEqual({});
    expect(pushDown(null, ['status'])).toEqual({});
  });

  it('is nothing of what may be otherwise', () => {
    const fields = ['status'];
    expect(pushDown({ not: active }, fields)).toEqual({});
    expect(pushDown({ any: [active, { field: 'vip', equals: true }] }, fields)).toEqual({});
    expect(pushDown({ field: 'status', equals: null }, fields)).toEqual({});
    expect(pushDown({ field: 'status', in: ['active'] }, fields)).toStrictEqual({});
  });

  it('leaves out no record that passes, whatever the filter', () => {
    const value = fc.constantFrom('x', 'y', 1);
    const field = fc.constantFrom('a', 'b');
    const condition = fc.record({ field, equals: value }) as fc.Arbitrary<Filter>;
    const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
      filter: fc.oneof(
        { maxDepth: 3 },
        condition,
        fc.record({ all: fc.array(tie('filter'), { minLength: 1, maxLength: 3 }) }) as fc.Arbitrary<Filter>,
        fc.record({ any: fc.array(tie('filter'), { minLength: 1, maxLength: 3 }) }) as fc.Arbitrary<Filter>,
        fc.record({ not: tie('filter') }) as fc.Arbitrary<Filter>,
      ),
    }));
    fc.assert(
      fc.property(filter, fc.record({ a: value, b: value }), (given, record) => {
        if (!compileFilter(given)(record)) return;
        for (const [name, wanted] of Object.entries(pushDown(given, ['a', 'b']))) {
          expect(record[name as 'a' | 'b']).toBe(wanted);
        }
      }),
    );
  });
});
