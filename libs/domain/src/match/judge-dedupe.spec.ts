import fc from 'fast-check';
import { orderIds } from '../merge/order-ids.js';
import { DEDUPE_OUTCOMES } from './dedupe-pass.js';
import { judgeDedupe, pairsOf, type DecidedReading } from './judge-dedupe.js';
import type { MatchDecision, MatchReview } from './match-decision.js';

const review = (recordId: string): MatchReview => ({
  recordId,
  cause: 'band',
  rule: 'name',
  score: 0.8,
  why: [],
});
const alone = (recordId: string, ...asked: readonly string[]): DecidedReading => ({
  recordId,
  decision: { kind: 'alone', reviews: asked.map(review) },
});
const join = (recordId: string, survivor: string, ...absorbed: readonly string[]): DecidedReading => ({
  recordId,
  decision: { kind: 'join', recordId: survivor, absorbed, rule: 'name', score: 1, why: [], reviews: [] },
});
const noneToCome = () => false;

it('shows everything in a preview: what would be merged, what a person is asked about, and what stays', () => {
  const decided = [join('1', '1', '9'), alone('2', '5'), alone('3')];
  const { outcomes, carried } = judgeDedupe(decided, {
    ids: ['1', '2', '3'],
    shown: undefined,
    isToCome: noneToCome,
  });
  expect(outcomes).toEqual(['merged', 'inReview', 'unchanged']);
  expect(carried).toEqual([decided[0]]);
});

it('carries out what was shown, and leaves what moved since', () => {
  const decided = [join('1', '1', '9'), join('2', '2', '8')];
  const looked = { ids: ['1', '2'], shown: new Set(['1 9']), isToCome: noneToCome };
  const { outcomes, carried } = judgeDedupe(decided, looked);
  expect(outcomes).toEqual(['merged', 'moved']);
  expect(carried).toEqual([decided[0]]);
});

it('leaves a record that was shown with one of two others by now', () => {
  const looked = { ids: ['1'], shown: new Set(['1 9']), isToCome: noneToCome };
  expect(judgeDedupe([join('1', '1', '9', '8')], looked)).toEqual({ outcomes: ['moved'], carried: [] });
});

it('counts a record that is absorbed before its turn, and none twice', () => {
  const shown = new Set(['1 2', '1 9']);
  const decided = [join('1', '1', '2', '9'), alone('2')];
  const { outcomes } = judgeDedupe(decided, { ids: ['1', '2'], shown, isToCome: (id) => id === '9' });
  expect(outcomes).toEqual(['merged', 'merged', 'merged']);
  expect(judgeDedupe(decided, { ids: ['1', '2'], shown, isToCome: noneToCome }).outcomes).toHaveLength(2);
});

it('says that a record matches one that a person kept apart from it', () => {
  const decision: MatchDecision = { kind: 'alone', reviews: [], isKeptApart: true };
  const looked = { ids: ['1'], shown: undefined, isToCome: noneToCome };
  expect(judgeDedupe([{ recordId: '1', decision }], looked).outcomes).toEqual(['keptApart']);
});

it('names the older record of a pair first', () => {
  expect(pairsOf(join('10', '9', '10'))).toEqual([['9', '10']]);
});

const id = fc.integer({ min: 1, max: 12 }).map(String);
const reading = fc.oneof(
  id.map((recordId) => alone(recordId)),
  fc.tuple(id, id).map(([recordId, other]) => alone(recordId, other)),
  fc.uniqueArray(id, { minLength: 2, maxLength: 4 }).map((all) => {
    const [survivor, ...absorbed] = all.toSorted(orderIds) as [string, ...string[]];
    return join(all[0] as string, survivor, ...absorbed);
  }),
);

it('gives each record that was looked at one outcome, and carries out nothing that was not shown', () => {
  const property = fc.property(fc.array(reading), fc.array(fc.tuple(id, id)), (decided, pairs) => {
    const ids = [...new Set(decided.map(({ recordId }) => recordId))];
    const shown = new Set(pairs.map((pair) => pair.toSorted(orderIds).join(' ')));
    const isToCome = (recordId: string) => !ids.includes(recordId);
    const { outcomes, carried } = judgeDedupe(decided, { ids, shown, isToCome });
    expect(outcomes.length).toBeGreaterThanOrEqual(ids.length);
    expect(outcomes.every((outcome) => DEDUPE_OUTCOMES.includes(outcome))).toBe(true);
    for (const each of carried) for (const pair of pairsOf(each)) expect(shown).toContain(pair.join(' '));
  });
  fc.assert(property);
});
