import {
  MOST_UNDER_KEY,
  type FoundReference,
  type JsonObject,
  type KeyPair,
  type MatchSettings,
  type MatchSubject,
  type RecordType,
} from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import fc from 'fast-check';
import { decideStored } from './decide-stored.js';
import { typeMatcher } from './type-matcher.js';

const settings: MatchSettings = {
  rules: [
    { name: 'mail', when: { field: 'mail', by: 'exact' } },
    {
      name: 'name',
      review: 0.7,
      when: { field: 'name', by: 'fuzzy', threshold: 0.9 },
      // Most are called alike, and live in one of few towns: both keys are crowded, and together they may not be.
      blockBy: [
        { field: 'name', by: 'prefix', length: 1 },
        { field: 'town', by: 'exact' },
      ],
    },
  ],
};
const type: Partial<RecordType> = { id: '1', name: 'person', match: settings, sensitive: [], schema: null };
const same = (text: string) => text;
const matcher = typeMatcher(type as RecordType, { digest: same, hash: same })!;

interface Stored extends Omit<FoundReference, 'key'> {
  readonly data: JsonObject;
  readonly keys: readonly string[];
}

/** What the tables would answer, and which records were read. */
function tableOf(stored: readonly Stored[]) {
  const read: string[] = [];
  const under = (key: string) => stored.filter(({ keys }) => keys.includes(key));
  const readAll = (ids: readonly string[]) => {
    read.push(...ids);
    return stored.filter(({ recordId }) => ids.includes(recordId));
  };
  const both = ({ one, other }: KeyPair) => under(one).filter(({ keys }) => keys.includes(other));
  const tx = {
    matchKeys: {
      find: async (keys: readonly string[]) =>
        keys.flatMap((key) =>
          under(key)
            .slice(0, MOST_UNDER_KEY + 1)
            .map((reference) => ({ ...reference, key })),
        ),
      findBoth: async (pairs: readonly KeyPair[]) =>
        pairs
          .map((pair) => ({ ...pair, found: both(pair) }))
          .filter(({ found }) => found.length <= MOST_UNDER_KEY),
    },
    matchReviews: { keptApart: async () => [] },
    sharedRecords: {
      dataOf: async (ids: readonly string[]) =>
        new Map(readAll(ids).map(({ recordId, data }) => [recordId, data])),
      readings: async (ids: readonly string[]) => readAll(ids),
    },
  };
  return { tx: tx as unknown as Transaction, read };
}

const person = fc.record({
  mail: fc.constantFrom('a@x.org', 'b@x.org', 'c@x.org', 'd@x.org', 'e@x.org', null, null, null),
  name: fc.constantFrom('anna', 'anne', 'albert', 'alba', 'bert'),
  town: fc.constantFrom('x', 'x', 'x', 'y', 'z'),
});
const sets = fc.constantFrom('1', '2', '3');
const keysOf = (data: JsonObject) => matcher.keysOf(data).map(({ digest }) => digest);

it('decides in parts what it decides at once, and reads no record twice', async () => {
  const here = fc.array(fc.tuple(person, sets), { minLength: 40, maxLength: 130 });
  const coming = fc.array(fc.tuple(person, sets, fc.boolean()), { maxLength: 12 });
  const property = fc.asyncProperty(
    here,
    coming,
    fc.integer({ min: 1, max: 5 }),
    async (old, fresh, part) => {
      const stored = old.map(([data, setId], nth): Stored => {
        const recordId = String(nth + 1);
        const reference = { recordId, referenceId: recordId, setId, externalId: `a${nth}`, active: true };
        return { ...reference, sharesRecord: nth % 7 === 0, data, keys: keysOf(data) };
      });
      const subjects = fresh.map(([data, setId, isNew], nth): MatchSubject => {
        const own = isNew ? undefined : stored[nth * 3];
        const named = own ?? { externalId: `s${nth}`, setId, recordId: undefined };
        const { externalId, recordId } = named;
        return {
          name: `s${nth}`,
          data,
          setId: named.setId,
          externalId,
          recordId,
          keys: matcher.keysOf(data),
        };
      });
      const [whole, inParts] = [tableOf(stored), tableOf(stored)];
      const decisions = await decideStored(inParts.tx, matcher, subjects, { part });
      expect(decisions).toEqual(
        await decideStored(whole.tx, matcher, subjects, { part: subjects.length + 1 }),
      );
      expect(new Set(inParts.read).size).toBe(inParts.read.length);
    },
  );
  await fc.assert(property, { numRuns: 60 });
});
