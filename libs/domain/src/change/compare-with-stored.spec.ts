import { compareWithStored } from './compare-with-stored.js';

const EARLY = '2026-01-01T00:00:00.000Z';
const LATE = '2026-01-01T00:00:01.000Z';

describe('compareWithStored', () => {
  const at = (observedAt: string, contentHash: string, version: number | null = null) => ({
    observedAt,
    contentHash,
    version: version === null ? null : String(version),
    modifiedAt: null,
  });

  it('never lets an older version win, however late it was observed', () => {
    expect(compareWithStored(at(LATE, 'new', 4), at(EARLY, 'old', 5))).toBe('contradicting');
  });

  it('lets a newer version win although it was observed earlier', () => {
    expect(compareWithStored(at(EARLY, 'new', 6), at(LATE, 'old', 5))).toBe('updated');
  });

  it('goes by the time of observation where versions do not tell', () => {
    expect(compareWithStored(at(EARLY, 'new'), at(LATE, 'old'))).toBe('superseded');
    expect(compareWithStored(at(LATE, 'new'), at(EARLY, 'old'))).toBe('updated');
    expect(compareWithStored(at(LATE, 'new', 5), at(EARLY, 'old', 5))).toBe('updated');
  });

  it.each([
    [null, 5],
    [5, null],
    [null, -5],
    [-5, null],
  ])('goes by the time of observation where only one side has a version (%s, %s)', (incoming, stored) => {
    expect(compareWithStored(at(LATE, 'new', incoming), at(EARLY, 'old', stored))).toBe('updated');
    expect(compareWithStored(at(EARLY, 'new', incoming), at(LATE, 'old', stored))).toBe('superseded');
  });

  it('takes what was observed at the same moment for the later one', () => {
    expect(compareWithStored(at(LATE, 'new'), at(LATE, 'old'))).toBe('updated');
    expect(compareWithStored(at(LATE, 'same'), { ...at(LATE, 'same'), inactive: true })).toBe('reactivated');
  });

  describe('of what came in a delivery', () => {
    const told = (observedAt: string, contentHash: string, version: number | null = null) => ({
      ...at(observedAt, contentHash, version),
      isTold: true as const,
    });
    const gone = (version: number) => ({ ...at(EARLY, 'old', version), inactive: true });

    it('counts only what its provider says is newer, however late it comes', () => {
      expect(compareWithStored(told(LATE, 'new', 6), at(EARLY, 'old', 5))).toBe('updated');
      expect(compareWithStored(told(LATE, 'new', 5), at(EARLY, 'old', 5))).toBe('superseded');
      expect(compareWithStored(told(LATE, 'new', 4), at(EARLY, 'old', 5))).toBe('superseded');
      expect(compareWithStored(told(LATE, 'old', 5), at(EARLY, 'old', 5))).toBe('unchanged');
      expect(compareWithStored(told(LATE, 'new', 1), at(EARLY, 'old'))).toBe('updated');
      expect(compareWithStored(told(EARLY, 'new', 1), at(LATE, 'old'))).toBe('superseded');
    });

    it('brings nothing back that is gone unless it is newer than that was', () => {
      expect(compareWithStored(told(LATE, 'old', 5), gone(5))).toBe('superseded');
      expect(compareWithStored(told(LATE, 'new', 4), gone(5))).toBe('superseded');
      expect(compareWithStored(told(LATE, 'new', 6), gone(5))).toBe('reactivated');
      expect(compareWithStored(told('2025-01-01T00:00:00.000Z', 'new', 6), gone(5))).toBe('superseded');
    });

    it('goes by the time of change where versions do not tell', () => {
      const times = (time: string) => ({ ...told(LATE, 'new'), modifiedAt: time });
      const stored = { ...at(EARLY, 'old'), modifiedAt: EARLY };
      expect(compareWithStored(times(LATE), stored)).toBe('updated');
      expect(compareWithStored(times(EARLY), stored)).toBe('superseded');
    });
  });

  describe('where versions do not tell', () => {
    const changed = (modifiedAt: string | null, observedAt: string, contentHash = 'new') => ({
      ...at(observedAt, contentHash),
      modifiedAt,
    });
    const [FIRST, SECOND] = ['2025-01-01T00:00:00Z', '2025-01-01T01:00:00.001+01:00'];

    it.each([
      [
        'an older time of change, seen later',
        changed(FIRST, LATE),
        changed(SECOND, EARLY, 'old'),
        'contradicting',
      ],
      [
        'an older time of change, seen earlier',
        changed(FIRST, EARLY),
        changed(SECOND, LATE, 'old'),
        'superseded',
      ],
      [
        'a newer time of change, seen earlier',
        changed(SECOND, EARLY),
        changed(FIRST, LATE, 'old'),
        'updated',
      ],
      ['the same time of change', changed(FIRST, LATE), changed(FIRST, EARLY, 'old'), 'updated'],
      [
        'the same time of change, seen earlier',
        changed(FIRST, EARLY),
        changed(FIRST, LATE, 'old'),
        'superseded',
      ],
      ['a time on one side only', changed(null, LATE), changed(SECOND, EARLY, 'old'), 'updated'],
      [
        'the same content at an older time',
        changed(FIRST, LATE, 'same'),
        changed(SECOND, EARLY, 'same'),
        'unchanged',
      ],
    ] as const)('goes by the time of change: %s', (_, incoming, stored, expected) => {
      expect(compareWithStored(incoming, stored)).toBe(expected);
    });

    it('believes a version more than a time', () => {
      const newer = { ...changed(FIRST, LATE), version: '10' };
      expect(compareWithStored(newer, { ...changed(SECOND, EARLY, 'old'), version: '9' })).toBe('updated');
      expect(
        compareWithStored({ ...newer, version: '9' }, { ...changed(SECOND, EARLY, 'old'), version: '9' }),
      ).toBe('contradicting');
      expect(
        compareWithStored(
          { ...newer, version: 'opaque:a' },
          { ...changed(FIRST, EARLY, 'old'), version: 'opaque:b' },
        ),
      ).toBe('updated');
    });
  });

  it('does not call the same content unchanged where it is of an older version', () => {
    expect(compareWithStored(at(LATE, 'same', 1), at(EARLY, 'same', 2))).toBe('contradicting');
    expect(compareWithStored(at(EARLY, 'same', 1), at(LATE, 'same', 2))).toBe('superseded');
    expect(compareWithStored(at(EARLY, 'same', 1), at(EARLY, 'same', 2))).toBe('superseded');
    expect(compareWithStored(at(EARLY, 'same', 3), at(LATE, 'same', 2))).toBe('unchanged');
  });

  it('calls the same content unchanged', () => {
    expect(compareWithStored(at(EARLY, 'same'), at(LATE, 'same'))).toBe('unchanged');
  });

  it('lets what was gone be active again, whatever it says, unless it was seen before that', () => {
    const gone = { ...at(EARLY, 'same', 5), inactive: true };
    expect(compareWithStored(at(LATE, 'same', 5), gone)).toBe('reactivated');
    expect(compareWithStored(at(LATE, 'new', 1), gone)).toBe('reactivated');
    expect(compareWithStored(at(EARLY, 'same'), { ...gone, observedAt: LATE })).toBe('superseded');
  });
});
