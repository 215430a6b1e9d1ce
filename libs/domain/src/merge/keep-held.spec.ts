import { keepHeld } from './keep-held.js';
import { mergeProjections } from './merge-projections.js';
import { editsBetween, openedWords } from './opened-words.js';
import type { Projection } from './projection.js';

const source = (referenceId: string, data: Projection['data'], at: string, active = true): Projection => ({
  ...{ referenceId, source: 'x', active, data },
  changedAt: Object.fromEntries(Object.keys(data).map((field) => [field, at])),
});

describe('what a source said that is gone', () => {
  const gone = source('1', { a: 1, b: 1 }, '2026-05-02', false);
  const made = (...projections: readonly Projection[]) => mergeProjections(projections, {}).data;

  it('is from then on said by one that was sent it, at the same time', () => {
    const there = source('2', { b: 0 }, '2026-05-01');
    const sides = { before: { a: 1, b: 1 }, after: made(gone, there) };
    const kept = keepHeld([gone, there], sides, (id) => id === '2');
    expect(kept).toMatchObject({ data: { a: 1, b: 1 }, changedAt: { a: '2026-05-02', b: '2026-05-02' } });
    expect(made(gone, kept!)).toEqual({ a: 1, b: 1 });
  });

  it('goes with it where none was sent it, or where another one has said something else since', () => {
    const there = source('2', { b: 0 }, '2026-05-01');
    const sides = { before: { a: 1, b: 1 }, after: made(gone, there) };
    expect(keepHeld([gone, there], sides, () => false)).toBeUndefined();
    const later = source('2', { b: 0 }, '2026-05-03');
    const kept = keepHeld([gone, later], { before: { a: 1, b: 1 }, after: made(gone, later) }, () => true);
    expect(kept?.data).toEqual({ a: 1, b: 0 });
  });
});

describe('a record that several have come to have', () => {
  it('was said by the oldest of them, by what that is known to hold', () => {
    expect(openedWords({ isFirst: true, held: undefined }, { a: 1 })).toEqual({ a: 1 });
    expect(openedWords({ isFirst: true, held: { a: 0 } }, { a: 1 })).toEqual({ a: 0 });
    expect(openedWords({ isFirst: false, held: { a: 0 } }, { a: 1 })).toEqual({});
  });

  it('was edited where it is something else than they say', () => {
    const sides = { made: { a: 1, b: 1 }, data: { a: 2, c: 3 } };
    expect(editsBetween('7', sides, 'now')).toEqual({
      recordId: '7',
      data: { a: 2, c: 3 },
      changedAt: { a: 'now', b: 'now', c: 'now' },
    });
    expect(editsBetween('7', { made: { a: 1 }, data: { a: 1 } }, 'now')).toBeUndefined();
  });
});
