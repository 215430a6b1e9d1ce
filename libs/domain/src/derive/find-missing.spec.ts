import fc from 'fast-check';
import type { ReferenceSet } from '../record/reference.js';
import { findMissing, neededLinks, type NeedyRecord } from './find-missing.js';
import type { LinkRule } from './derive-rule.js';

const own: ReferenceSet = { connectionId: 'c', stream: 'folders', recordType: 'folder' };
const PARENT: LinkRule = {
  name: 'parent',
  stream: 'folders',
  recordType: 'folder',
  at: 'parent',
  required: true,
};
const needy = (externalId: string, ...parents: readonly string[]): NeedyRecord => ({
  externalId,
  needs: neededLinks({ links: parents.map((id) => ({ rule: 'parent', externalId: id })) }, [PARENT], own),
});
const missing = (records: readonly NeedyRecord[], here: readonly string[] = []) =>
  Object.fromEntries(
    [...findMissing(records, own, (_, id) => here.includes(id))].map(([id, waits]) => [id, waits.externalId]),
  );

describe('findMissing', () => {
  it('asks only for links that are required', () => {
    expect(
      neededLinks({ links: [{ rule: 'parent', externalId: 'x' }] }, [{ ...PARENT, required: false }], own),
    ).toEqual([]);
  });

  it('lets in what is here, what comes with it, cycles and what leads to itself', () => {
    expect(
      missing(
        [needy('a', 'here'), needy('b', 'a'), needy('c', 'd'), needy('d', 'c'), needy('e', 'e')],
        ['here'],
      ),
    ).toEqual({});
  });

  it('holds back with a record whatever leads to it', () => {
    expect(missing([needy('a', 'b'), needy('b', 'c'), needy('c', 'gone'), needy('d')])).toEqual({
      a: 'b',
      b: 'c',
      c: 'gone',
    });
  });

  it('leaves nothing dangling: what comes in leads to what is here or comes in, in any order', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    const records = fc.uniqueArray(fc.record({ id, to: fc.array(id, { maxLength: 2 }) }), {
      selector: (one) => one.id,
    });
    fc.assert(
      fc.property(records, (some) => {
        const all = some.map((one) => needy(one.id, ...one.to));
        const held = missing(all, ['e']);
        const isIn = (one: string) =>
          one === 'e' || (some.some((other) => other.id === one) && !(one in held));
        for (const one of some) if (!(one.id in held)) expect(one.to.every(isIn)).toBe(true);
        expect(Object.keys(missing(all.toReversed(), ['e'])).toSorted()).toEqual(
          Object.keys(held).toSorted(),
        );
      }),
    );
  });
});
