import * as fc from 'fast-check';
import { ReferenceIdSet } from './reference-id-set.js';

it('holds what was added and nothing else, also beyond 32 bits', () => {
  const id = fc.oneof(fc.integer({ min: 1, max: 70_000 }), fc.integer({ min: 2 ** 31, max: 2 ** 47 - 1 }));
  fc.assert(
    fc.property(fc.array(id), fc.array(id), (added, others) => {
      const ids = new ReferenceIdSet();
      for (const each of added) ids.add(each);
      for (const each of [...added, ...others, ...added.map((near) => near + 1)]) {
        expect(ids.has(each)).toBe(added.includes(each));
      }
    }),
  );
});
