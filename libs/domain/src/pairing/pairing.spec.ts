import { JOB_DEFAULTS, type JobDefinition } from '../job/job.js';
import { NO_BUCKETS } from '../preview/bucket.js';
import { contestedFields } from './contested-fields.js';
import type { PairedRecord } from './decide-pairing.js';
import { compilePairingKey } from './pairing-key.js';
import { isPairingDue, planInForce, type Pairing } from './pairing.js';
import { decideHeldPair, heldFor } from './decide-held-pair.js';
import { warnOfPairs } from './warn-of-pairs.js';

describe('what a record is known by', () => {
  const keyOf = compilePairingKey(['email', 'born']);

  it('is what its fields say, however it is written', () => {
    const one = keyOf({ email: ' Anna.Berg@Site.org', born: 1980 });
    expect(one).toBe(keyOf({ email: 'anna.berg@site.org ', born: '1980' }));
    expect(one).not.toBe(keyOf({ email: 'anna.berg@site.org', born: 1981 }));
  });

  it('is nothing where one of them is missing, or stands for having none', () => {
    for (const email of [null, '', 'n/a', 'none@none.com', { is: 'no text' }])
      expect(keyOf({ email, born: 1980 })).toBeUndefined();
    expect(keyOf({ born: 1980 })).toBeUndefined();
    expect(compilePairingKey([])({ a: 1 })).toBeUndefined();
  });

  it('does not run two fields into one', () => {
    const both = compilePairingKey(['a', 'b']);
    expect(both({ a: 'x y', b: 'z' })).not.toBe(both({ a: 'x', b: 'y z' }));
  });

  it('is refused where it is no path', () => {
    expect(() => compilePairingKey(['a..b'])).toThrow('pairBy: "a..b" is no path');
  });
});

describe('a pairing', () => {
  const definition: JobDefinition = {
    ...{ ...JOB_DEFAULTS, stream: 's', recordType: 't' },
    ...{ direction: 'bidirectional', pairBy: ['email'] },
  };
  const pairing = (state: Pairing['state']): Pairing => ({ jobId: 'j', planId: 'p', state });

  it('is due while both sides hold records of which none is known to be one, and until it was carried out', () => {
    expect(isPairingDue(definition, undefined, true)).toBe(true);
    expect(isPairingDue(definition, undefined, false)).toBe(false);
    for (const state of ['wanted', 'planned', 'approved'] as const)
      expect(isPairingDue(definition, pairing(state), false)).toBe(true);
    expect(isPairingDue(definition, pairing('carried_out'), true)).toBe(false);
  });

  it('is none of a job that does not ask for it', () => {
    for (const other of [{ pairBy: [] }, { createsUnpaired: true }, { direction: 'inbound' }] as const)
      expect(isPairingDue({ ...definition, ...other }, pairing('planned'), true)).toBe(false);
  });

  it('is in force from its approval on', () => {
    expect(planInForce(pairing('approved'))).toBe('p');
    expect(planInForce(pairing('carried_out'))).toBe('p');
    expect(planInForce(pairing('planned'))).toBeUndefined();
    expect(planInForce({ jobId: 'j', planId: null, state: 'wanted' })).toBeUndefined();
    expect(planInForce(undefined)).toBeUndefined();
  });

  it('is decided by a person for one record or two, once it was carried out', () => {
    const done = pairing('carried_out');
    expect(decideHeldPair({ recordId: '1', externalId: 'x' }, done)).toEqual([
      { side: 'here', id: '1', decided: 'pair', partner: 'x' },
      { side: 'there', id: 'x', decided: 'pair', partner: '1' },
    ]);
    expect(decideHeldPair({ recordId: null, externalId: 'x' }, done)).toEqual([
      { side: 'there', id: 'x', decided: 'apart', partner: null },
    ]);
    expect(() => decideHeldPair({ recordId: null, externalId: null }, done)).toThrow('name a record');
    expect(() => decideHeldPair({ recordId: '1', externalId: null }, pairing('planned'))).toThrow('approve');
  });

  it('tells why a record is left alone', () => {
    const record: PairedRecord = {
      ...{ side: 'here', id: '1', key: 'k', isLate: false, decided: null, partner: 'x' },
      counts: { here: 1, there: 1 },
    };
    expect(heldFor(record)).toBe('moved');
    expect(heldFor({ ...record, counts: { here: 1, there: 2 } })).toBe('ambiguous');
    expect(heldFor({ ...record, isLate: true })).toBe('late');
    expect(heldFor({ ...record, decided: 'apart' })).toBe('decided');
    expect(heldFor({ ...record, counts: { here: 1, there: 0 } })).toBeUndefined();
  });

  it('warns of what it leaves alone, and of what it cannot recognise', () => {
    expect(warnOfPairs(NO_BUCKETS, { here: 0, there: 0 })).toEqual([]);
    const warnings = warnOfPairs({ ...NO_BUCKETS, ambiguous: 2 }, { here: 3, there: 0 });
    expect(warnings.map(({ code }) => code)).toEqual(['ambiguous', 'unkeyed']);
    expect(warnings[1]?.message).toContain('3 records here and 0 at the provider');
  });
});

it('both sides of a pair differ where both say something else, and not where one says nothing', () => {
  const rules = { lists: [] };
  expect(contestedFields({ a: 1, b: 2, c: 3 }, { a: 1, b: 4, d: 5 }, rules)).toEqual(['b']);
  expect(contestedFields({ by: { name: 'x' } }, { by: { name: 'y' } }, rules)).toEqual(['by.name']);
});
