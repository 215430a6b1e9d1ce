import fc from 'fast-check';
import {
  addCompared,
  advanceDedupe,
  DEDUPE_OUTCOMES,
  DEDUPE_STATES,
  moveDedupe,
  NOTHING_COMPARED,
  type DedupePass,
} from './dedupe-pass.js';

const NOW = new Date('2026-11-30T12:00:00Z');
const run: DedupePass = {
  ...{ id: '1', recordType: 'person', jobId: null, phase: 'preview', state: 'running', revision: 1 },
  ...{ keysOf: 'rules', after: '0', until: '99', counts: NOTHING_COMPARED, previewed: null, actor: 'ada' },
  ...{ requestedAt: NOW, endedAt: null, problem: null },
};
const outcomes = fc.array(fc.constantFrom(...DEDUPE_OUTCOMES));

it('counts so that what was compared is the sum of all others', () => {
  fc.assert(
    fc.property(fc.array(outcomes), (pages) => {
      const { compared, ...others } = pages.reduce(addCompared, NOTHING_COMPARED);
      expect(compared).toBe(pages.flat().length);
      expect(Object.values(others).reduce((sum, count) => sum + count, 0)).toBe(compared);
    }),
  );
});

it('goes on behind the last record that was looked at, and is ready once there is none', () => {
  const begun = advanceDedupe(run, { outcomes: ['merged', 'unchanged'], last: '7', now: NOW });
  expect(begun).toMatchObject({
    state: 'running',
    after: '7',
    revision: 1,
    counts: { compared: 2, merged: 1 },
  });
  const ready = advanceDedupe(begun, { outcomes: [], now: NOW });
  expect(ready).toMatchObject({ state: 'ready', revision: 2, endedAt: null, counts: begun.counts });
});

it('merges from the beginning once it is confirmed, and keeps what its preview came to', () => {
  const ready: DedupePass = {
    ...run,
    state: 'ready',
    after: '7',
    counts: addCompared(NOTHING_COMPARED, ['merged']),
  };
  const merging = moveDedupe(ready, 'confirm', NOW)!;
  expect(merging).toMatchObject({ phase: 'merge', state: 'running', after: '0', revision: 2 });
  expect(merging.previewed).toEqual(ready.counts);
  expect(merging.counts).toEqual(NOTHING_COMPARED);
  expect(advanceDedupe(merging, { outcomes: [], now: NOW })).toMatchObject({
    state: 'completed',
    endedAt: NOW,
  });
});

it('stands still and goes on where it stood', () => {
  const paused = moveDedupe({ ...run, after: '7' }, 'pause', NOW)!;
  expect(paused).toMatchObject({ state: 'paused', revision: 2, endedAt: null });
  expect(moveDedupe(paused, 'resume', NOW)).toMatchObject({ state: 'running', after: '7', revision: 3 });
});

it.each([
  ['confirm', ['ready']],
  ['pause', ['running']],
  ['resume', ['paused']],
  ['cancel', ['running', 'ready', 'paused']],
] as const)('%s is for those that are %j', (move, states) => {
  const able = DEDUPE_STATES.filter((state) => moveDedupe({ ...run, state }, move, NOW) !== undefined);
  expect(able).toEqual(states);
});

it('ends when it is cancelled', () => {
  expect(moveDedupe(run, 'cancel', NOW)).toMatchObject({ state: 'cancelled', endedAt: NOW, revision: 2 });
});
