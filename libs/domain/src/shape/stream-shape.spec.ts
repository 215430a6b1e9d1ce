import { describeChange, schemaChanged } from './describe-changes.js';
import { observeShape } from './observe-shape.js';
import {
  acceptShape,
  findStoppingChanges,
  isWorthKeeping,
  noteShape,
  UNSEEN,
  type StreamShape,
} from './stream-shape.js';

const observed = (...records: readonly object[]) => ({
  shape: observeShape(records as never, { day: '2026-11-30', isWhole: true }),
  isSampled: false,
});
const first = noteShape(UNSEEN, observed({ id: 'a' }), false);

describe('the shape of a stream', () => {
  it('has a first version, and a next one with each change only', () => {
    expect(first).toMatchObject({ next: { version: 1, acceptedVersion: 1 }, changes: [{ path: 'id' }] });
    const same = noteShape(first.next, observed({ id: 'b' }, { id: 'c' }), false);
    expect(same).toMatchObject({ next: { version: 1, seen: { present: 3 } }, changes: [] });
    expect(noteShape(same.next, observed({ id: 1 }), false).next).toMatchObject({
      version: 2,
      acceptedVersion: 2,
    });
  });

  it('remembers that it was sampled', () => {
    const sampled = noteShape(first.next, { ...observed({ id: 'a' }), isSampled: true }, false).next;
    expect(noteShape(sampled, observed({ id: 'a' }), false).next.isSampled).toBe(true);
  });
});

describe('a guarded stream', () => {
  const changed = noteShape(first.next, observed({ id: 'a', zip: '1' }), true).next;
  const paths = (shape: StreamShape, ...records: readonly object[]) =>
    findStoppingChanges(shape, observed(...records)).map(({ path }) => path);

  it('keeps what is new, which waits until it is accepted', () => {
    expect(changed).toMatchObject({ version: 2, acceptedVersion: 1 });
    expect(paths(changed, { id: 'a', zip: '1' })).toEqual(['zip']);
    expect(paths(changed, { id: 'a' })).toEqual([]);
    expect(paths(acceptShape(changed), { id: 'a', zip: '1' })).toEqual([]);
  });

  it('accepts nothing by records that are as they were, nor by what changes besides', () => {
    expect(noteShape(changed, observed({ id: 'a' }), true).next.acceptedVersion).toBe(1);
    expect(noteShape(changed, observed({ id: 'a' }), false).next.acceptedVersion).toBe(1);
    expect(noteShape(changed, observed({ id: null }), true).next).toMatchObject({
      version: 3,
      acceptedVersion: 1,
    });
  });

  it('takes what stops no run', () => {
    expect(noteShape(first.next, observed({ id: null }), true).next).toMatchObject({
      version: 2,
      acceptedVersion: 2,
    });
  });
});

it('counts are kept on a further day, and where they have doubled', () => {
  const { shape } = observed({ id: 'a' }, { id: 'b' });
  const kept = noteShape(UNSEEN, { shape, isSampled: false }, false).next;
  expect(isWorthKeeping(kept, observed({ id: 'c' }).shape)).toBe(false);
  expect(isWorthKeeping(kept, shape)).toBe(true);
  expect(isWorthKeeping(kept, observeShape([{ id: 'c' }], { day: '2026-12-01', isWhole: true }))).toBe(true);
  expect(isWorthKeeping(kept, observed().shape)).toBe(false);
});

describe('a change in words', () => {
  const changesOf = (record: object) => findStoppingChanges(first.next, observed(record));

  it.each([
    [{ zip: '1' }, 'zip is new (a text)'],
    [{ id: 7 }, 'id was a text, now also a number'],
  ])('%j', (record, words) => {
    expect(changesOf(record).map(describeChange)).toEqual([words]);
  });

  it('holds no control characters, and is cut', () => {
    const [change] = changesOf({ [`a\u001b${'x'.repeat(190)}`]: { [`b${'y'.repeat(190)}`]: 1 } });
    expect(describeChange(change!)).not.toContain('\u001b');
  });

  it('names a few where there are many', () => {
    const many = Object.fromEntries(Array.from({ length: 8 }, (_, nth) => [`n${nth}`, nth]));
    expect(schemaChanged('customers', changesOf(many))).toMatchObject({
      code: 'run.schema_changed',
      message:
        'Records of customers come in another shape: n0 is new (a number); n1 is new (a number); n2 is new (a number); n3 is new (a number); n4 is new (a number); 3 more',
    });
  });
});
