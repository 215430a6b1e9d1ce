import { OUTCOMES } from '@evenkeel/domain';
import fc from 'fast-check';
import { codeOfOutcome, numbered, packSeen, unpackSeen } from './seen-codec.js';

/** What is stored means this for ever: a new outcome is appended, with the next number. */
const CODES_IN_STORES = {
  created: 0,
  updated: 1,
  unchanged: 2,
  merged: 3,
  reactivated: 4,
  conflicted: 5,
  rejected: 6,
  refused: 7,
  errored: 8,
  parked: 9,
  superseded: 10,
  excluded: 11,
  planned: 12,
  retried: 13,
  inactivated: 14,
  in_doubt: 15,
};

it('gives each outcome the code that stores hold', () => {
  const codes = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, codeOfOutcome(outcome)]));
  expect(codes).toEqual(CODES_IN_STORES);
});

it('has a code for every outcome, and refuses to start with more outcomes than codes', () => {
  const names = (count: number) => Array.from({ length: count }, (_, at) => `outcome ${at}`);
  expect(OUTCOMES.length).toBeLessThanOrEqual(64);
  expect(numbered(names(64))['outcome 63']).toBe(63);
  expect(() => numbered(names(65))).toThrow('65 outcomes do not fit into the 6 bits');
});

it('gives back what it was given', () => {
  const entry = fc.record({
    referenceId: fc.option(fc.bigInt({ min: 1n, max: 2n ** 47n - 1n }).map(String)),
    outcome: fc.constantFrom(...OUTCOMES),
  });
  fc.assert(fc.property(entry, (seen) => expect(unpackSeen(String(packSeen(seen)))).toEqual(seen)));
});

it('does not take a number with an unknown code for an outcome', () => {
  expect(() => unpackSeen('127')).toThrow('127 is no entry');
});
