import { decideEvidence, rereadsGranted } from './decide-evidence.js';
import type { ListedChunk } from './prove-listing.js';
import { listed, SHIFTING, STABLE } from './testing/listed.js';

const few = { candidates: 5, active: 1000 };
const believed = { reread: false, twice: false };
const reread = { reread: true, twice: false };
const twice = { reread: false, twice: true };

describe('decideEvidence', () => {
  it('believes a stable listing', () => {
    expect(decideEvidence([listed({ declared: STABLE })], few)).toEqual(believed);
  });

  it('reads every candidate again where the listing may shift, or nobody said what it does', () => {
    expect(decideEvidence([listed({ declared: SHIFTING })], few)).toEqual(reread);
    expect(decideEvidence([listed({ declared: null })], few)).toEqual(twice);
  });

  it('waits for a second listing where one record cannot be read by its id', () => {
    expect(decideEvidence([listed({ declared: { ...SHIFTING, readOne: false } })], few)).toEqual(twice);
  });

  it('does not believe a stable listing from which more than a tenth is missing', () => {
    const chunks = [listed({ declared: STABLE })];
    expect(decideEvidence(chunks, { candidates: 100, active: 1000 })).toEqual(believed);
    expect(decideEvidence(chunks, { candidates: 101, active: 1000 })).toEqual(reread);
    const alone = [listed({ declared: { ...STABLE, readOne: false } })];
    expect(decideEvidence(alone, { candidates: 500, active: 1000 })).toEqual(twice);
  });

  it('believes slices of a stable listing only if no record can move between them', () => {
    const slices = (sliceKey: 'immutable' | 'mutable') =>
      [0, 1].map((ordinal) => listed({ ordinal, declared: STABLE, sliceKey }));
    expect(decideEvidence(slices('immutable'), few)).toEqual(believed);
    expect(decideEvidence(slices('mutable'), few)).toEqual(reread);
  });

  it('believes no slice more than the others: one that may shift makes all of them doubtful', () => {
    const slices = (second: typeof STABLE) => [
      listed({ ordinal: 0, declared: STABLE }),
      listed({ ordinal: 1, declared: second }),
    ];
    expect(decideEvidence(slices(SHIFTING), few)).toEqual(reread);
    expect(decideEvidence(slices({ ...SHIFTING, readOne: false }), few)).toEqual(twice);
  });

  it('adds up what its slices listed: one that is empty is not an empty listing', () => {
    const slices = [listed({ ordinal: 0, declared: STABLE }), listed({ ordinal: 1, declared: STABLE })];
    expect(decideEvidence([...slices, listed({ ordinal: 2, declared: STABLE, entries: 0 })], few)).toEqual(
      believed,
    );
    const nameless = slices.map((slice) => ({ ...slice, nameless: 1 }));
    expect(decideEvidence(nameless, few)).toEqual(reread);
    const [first, second] = slices as [ListedChunk, ListedChunk];
    expect(decideEvidence([first, { ...second, nameless: 1 }], few)).toEqual(reread);
  });

  it('wants an empty listing twice, whatever is declared', () => {
    const empty = (declared = STABLE) => [listed({ declared, entries: 0, pages: 1 })];
    expect(decideEvidence(empty(), few)).toEqual({ reread: true, twice: true });
    expect(decideEvidence(empty({ ...STABLE, readOne: false }), few)).toEqual(twice);
  });

  it('takes entries without an id for any record: only reading by id tells', () => {
    const nameless = (readOne: boolean) => [listed({ declared: { ...STABLE, readOne }, nameless: 1 })];
    expect(decideEvidence(nameless(true), few)).toEqual(reread);
    expect(decideEvidence(nameless(false), few)).toBeUndefined();
  });
});

describe('rereadsGranted', () => {
  const unreadable = { ...STABLE, readOne: false };

  it('takes the word of a person where the listing is believed', () => {
    expect(rereadsGranted('not_listed', [listed({ declared: STABLE })], 100)).toBe(false);
    expect(rereadsGranted('not_listed', [listed({ declared: SHIFTING })], 100)).toBe(true);
  });

  it('reads each record that a listing without end has given, whatever the stream declares, where that can be done', () => {
    expect(rereadsGranted('endless_listing', [listed({ declared: STABLE })], 100)).toBe(true);
    expect(rereadsGranted('endless_listing', [listed({ declared: unreadable })], 100)).toBe(false);
  });
});
