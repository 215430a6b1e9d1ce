import * as fc from 'fast-check';
import { decideChanges } from '../change/decide-changes.js';
import type { IdentifiedInput } from '../change/decision.js';
import type { PreparedRecord } from '../record/prepare-record.js';
import type { ReferenceState } from '../record/reference.js';
import { BUCKETS, isForeseen } from './bucket.js';
import { entryKey, packEntries, shortTarget, type PlanEntry } from './plan-entry.js';
import { leftBySaid, SaidEntries, saysOtherwise, targetOf } from './said-entries.js';

const AT = '2026-01-01T00:00:00.000Z';
/** FNV-1a, doubled: alike for alike texts, and hexadecimal. */
const digest = (text: string) => {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0').repeat(4);
};
const hash = (word: string) => digest(word);

const ready = (externalId: string, word: string): PreparedRecord => ({
  kind: 'ready',
  write: {
    externalId,
    contentHash: hash(word),
    dataText: `"${word}"`,
    version: null,
    modifiedAt: null,
    observedAt: AT,
  },
});
const listed = (externalId: string, version: string | null): PreparedRecord => ({
  kind: 'listed',
  externalId,
  version,
});
const goneOf = (externalId: string): PreparedRecord => ({
  kind: 'gone',
  externalId,
  gone: { way: 'announced', version: null, modifiedAt: null, observedAt: AT },
});
const stored = (externalId: string, word: string, version: string | null = null): ReferenceState => ({
  id: `r-${externalId}`,
  recordId: '1',
  externalId,
  contentHash: hash(word),
  version,
  observedAt: AT,
});
const identify = (prepared: PreparedRecord, here: readonly ReferenceState[] = []): IdentifiedInput => {
  const key =
    prepared.kind === 'ready'
      ? prepared.write.externalId
      : 'externalId' in prepared
        ? prepared.externalId
        : null;
  const reference = here.find(({ externalId }) => externalId === key);
  return { prepared, known: { key, reference, content: reference } };
};
const entry = (id: string, target: string | null, bucket: PlanEntry['bucket'] = 'changed'): PlanEntry => ({
  ...{ bucket, base: null, target },
  key: entryKey(id, digest),
});
const says = (prepared: PreparedRecord) => targetOf(prepared, digest);

function saidBy(...entries: readonly PlanEntry[]): SaidEntries {
  const said = new SaidEntries();
  said.add(packEntries(entries));
  return said;
}

describe('what pages have said that they did not write', () => {
  it('is found by the key of its record, in all its digits', () => {
    const target = shortTarget('0123456789abcdef');
    const said = saidBy(entry('a', target), entry('b', shortTarget('f00000000001')));
    expect(said.find(entryKey('a', digest))).toBe('0123456789ab');
    expect(said.find(entryKey('b', digest))).toBe('f00000000001');
    expect(said.find(entryKey('c', digest))).toBeUndefined();
  });

  it('is what the first page said, in whichever page the others come', () => {
    const [one, two] = [shortTarget(hash('one')), shortTarget(hash('two'))];
    const said = saidBy(entry('a', one), entry('a', two));
    said.add(packEntries([entry('a', two)]));
    expect(said.find(entryKey('a', digest))).toBe(one);
  });

  it('is that its record is gone, until a page has it again: what is made anew counts', () => {
    const [one, two] = [shortTarget(hash('one')), shortTarget(hash('two'))];
    const gone = entry('a', targetOf(goneOf('a'), digest), 'inactive_candidate');
    const said = saidBy(entry('a', one), gone);
    expect(said.find(entryKey('a', digest))).toBe(gone.target);
    said.add(packEntries([entry('a', two), entry('a', one)]));
    expect(said.find(entryKey('a', digest))).toBe(two);
    said.add(packEntries([gone, gone]));
    expect(said.find(entryKey('a', digest))).toBe(gone.target);
    expect(said.bytes).toBe(saidBy().bytes);
  });

  it('leaves out what would not be carried out, and what has no content', () => {
    for (const bucket of BUCKETS) {
      const found = saidBy(entry('a', shortTarget(hash('one')), bucket)).find(entryKey('a', digest));
      expect([bucket, found !== undefined]).toEqual([bucket, isForeseen(bucket)]);
    }
    expect(saidBy(entry('a', null)).find(entryKey('a', digest))).toBeUndefined();
  });

  it('keeps apart keys that begin alike, and a target that begins with zeros', () => {
    const alike = (tail: string): PlanEntry => ({
      ...entry('a', `00000000000${tail}`),
      key: `00000000${tail.repeat(8)}`,
    });
    const said = saidBy(alike('1'), alike('2'), alike('3'));
    expect(['1', '2', '3', '4'].map((tail) => said.find(`00000000${tail.repeat(8)}`))).toEqual([
      '000000000001',
      '000000000002',
      '000000000003',
      undefined,
    ]);
  });

  it('is all found, however much it is, in some 44 bytes of each at most', () => {
    const digits = (n: number) => (n >>> 0).toString(16).padStart(8, '0');
    // Many that begin alike, and many that end alike.
    const key = fc
      .integer({ min: 0, max: 0xffff })
      .map((n) => `${digits(Math.imul(n >> 2, 0x9e3779b1))}${digits(n % 5)}`);
    const target = fc.integer({ min: 1, max: 0xffffff }).map((n) => n.toString(16).padStart(12, '0'));
    fc.assert(
      fc.property(fc.array(fc.tuple(key, target), { minLength: 200, maxLength: 600 }), (pairs) => {
        const said = new SaidEntries();
        const firsts = new Map<string, string>();
        for (const [key, target] of pairs) {
          said.add(packEntries([{ bucket: 'new', key, base: null, target }]));
          if (!firsts.has(key)) firsts.set(key, target);
        }
        for (const [key, target] of firsts) expect(said.find(key)).toBe(target);
        expect(said.find(`${'f'.repeat(15)}e`)).toBeUndefined();
        expect(said.bytes).toBeLessThan(firsts.size * 44);
      }),
      { numRuns: 20 },
    );
  });

  it('grows once three quarters are taken', () => {
    const said = new SaidEntries();
    const sizes = Array.from({ length: 49 }, (_, nth) => {
      said.add(packEntries([entry(`r${nth}`, shortTarget(hash('one')))]));
      return said.bytes;
    });
    expect([sizes[0], sizes[47], sizes[48]]).toEqual([1_024, 1_024, 2_048]);
  });
});

it('what is to become inactive has a target of its own', () => {
  expect(targetOf(goneOf('7'), digest)).toBe(shortTarget(digest('gone')));
  expect(targetOf(goneOf('7'), digest)).not.toBe(targetOf(listed('7', null), digest));
});

describe('an entry of a page that writes nothing', () => {
  const otherwise = (
    prepared: PreparedRecord,
    {
      said = saidBy(),
      here = [],
      named = [],
    }: { said?: SaidEntries; here?: readonly ReferenceState[]; named?: readonly string[] },
  ) => saysOtherwise(said, ({ externalId }) => named.includes(externalId), digest)(identify(prepared, here));

  it('is a twin of one that is new or has changed, and says something else', () => {
    const said = saidBy(entry('7', says(ready('7', 'one'))));
    expect(otherwise(ready('7', 'two'), { said })).toBe(true);
    expect(otherwise(ready('7', 'one'), { said })).toBe(false);
    expect(otherwise(ready('8', 'two'), { said })).toBe(false);
  });

  it('is one also where it says what is stored', () => {
    const said = saidBy(entry('7', says(ready('7', 'one'))));
    expect(otherwise(ready('7', 'two'), { said, here: [stored('7', 'two')], named: ['7'] })).toBe(true);
  });

  it('is none where it comes again as it was planned, although something else is stored', () => {
    const said = saidBy(entry('7', says(ready('7', 'two'))));
    expect(otherwise(ready('7', 'two'), { said, here: [stored('7', 'one')], named: ['7'] })).toBe(false);
  });

  it('is a twin of one that was found as it is stored, if an earlier page has named that', () => {
    const here = [stored('7', 'one')];
    expect(otherwise(ready('7', 'two'), { here, named: ['7'] })).toBe(true);
    expect(otherwise(ready('7', 'two'), { here })).toBe(false);
    expect(otherwise(ready('7', 'one'), { here, named: ['7'] })).toBe(false);
  });

  it('of an inventory is one by its version, where it has one', () => {
    const said = saidBy(entry('7', says(listed('7', '5'))));
    expect(otherwise(listed('7', '6'), { said })).toBe(true);
    expect(otherwise(listed('7', '5'), { said })).toBe(false);
    expect(otherwise(listed('7', null), { said })).toBe(false);
    expect(otherwise(listed('7', '4'), { said, here: [stored('7', 'one', '4')] })).toBe(true);
  });

  it('is none after its record was gone, and none of what is inactive here', () => {
    const said = saidBy(entry('7', says(ready('7', 'one'))));
    said.add(packEntries([entry('7', says(goneOf('7')), 'inactive_candidate')]));
    expect(otherwise(ready('7', 'two'), { said, here: [stored('7', 'one')], named: ['7'] })).toBe(false);
    const inactive = { ...stored('7', 'one'), inactive: true };
    expect(otherwise(ready('7', 'two'), { here: [inactive], named: ['7'] })).toBe(false);
  });

  it('is none where nothing is known of it, or where it overlaps with the page before', () => {
    const failed = { kind: 'excluded', externalId: '7' } as unknown as PreparedRecord;
    expect(targetOf(failed, digest)).toBeNull();
    const said = saidBy(entry('7', says(ready('7', 'one'))));
    const again = { ...identify(ready('7', 'two')), source: { overlap: true } };
    expect(saysOtherwise(said, () => true, digest)(again)).toBe(false);
  });

  it('is set aside in place of being planned', () => {
    const said = saidBy(entry('7', says(ready('7', 'one'))));
    const inputs = [ready('7', 'two'), ready('7', 'three'), ready('7', 'one'), ready('8', 'one')];
    const rules = { wasListed: () => false, saidOtherwise: saysOtherwise(said, () => false, digest) };
    const decided = decideChanges(
      inputs.map((prepared) => identify(prepared)),
      rules,
    );
    expect(decided.map(({ decision }) => decision.outcome)).toEqual([
      'rejected',
      'rejected',
      'created',
      'created',
    ]);
  });
});

describe('what pages that wrote nothing would have left of a record', () => {
  const left = (prepared: PreparedRecord, said: SaidEntries, here: readonly ReferenceState[] = []) =>
    leftBySaid(said, digest)(identify(prepared, here));
  const named = saidBy(entry('7', says(ready('7', 'one'))));
  const gone = saidBy(entry('7', says(goneOf('7')), 'inactive_candidate'));

  it('is there where one named it, so that it can be gone', () => {
    expect(left(goneOf('7'), named)).toMatchObject({ inactive: false });
    const here = [{ ...stored('7', 'one'), inactive: true }];
    expect(left(goneOf('7'), named, here)).toMatchObject({ contentHash: hash('one'), inactive: false });
  });

  it('is inactive where one said that it is gone, so that it can come again', () => {
    const here = [stored('7', 'one')];
    expect(left(ready('7', 'one'), gone, here)).toMatchObject({ contentHash: hash('one'), inactive: true });
    expect(left(ready('7', 'one'), gone)).toMatchObject({ inactive: true });
    expect(left(goneOf('7'), gone, here)).toMatchObject({ inactive: true });
  });

  it('is what is stored otherwise', () => {
    expect(left(ready('7', 'one'), named)).toBeUndefined();
    expect(left(goneOf('8'), named)).toBeUndefined();
    expect(left(ready('8', 'one'), gone)).toBeUndefined();
  });
});
