import { sinceWrite, type LastWrite } from './since-write.js';

const at = '2026-11-30T10:00:00.000Z';
const soon = '2026-11-30T10:00:59.000Z';
const later = '2026-11-30T10:01:00.000Z';
const since = (last: Partial<LastWrite>, version: string | null, readAt = soon) =>
  sinceWrite({ version: null, at, ...last }, { version, at: readAt });

describe('a reading, seen from our last write of the record', () => {
  it('goes by the version that the write was answered with', () => {
    expect(since({ version: '4', over: '3' }, '4')).toEqual({ isAsWritten: true });
    expect(since({ version: '4', over: '3' }, '5')).toEqual({ isAsWritten: false });
    expect(since({ version: '4' }, '3')).toEqual({ isAsWritten: false });
  });

  it('was made before it where it has the version that was written over', () => {
    expect(since({ over: '3' }, '3')).toBe('before');
    expect(since({ version: 'opaque:b', over: 'opaque:a' }, 'opaque:a')).toBe('before');
  });

  it('was made after it where that version came back, a while later', () => {
    expect(since({ over: 'opaque:a' }, 'opaque:a', later)).toEqual({ isAfterWrite: true });
    const answered = { version: 'opaque:b', over: 'opaque:a' };
    expect(since(answered, 'opaque:a', later)).toEqual({ isAsWritten: false });
  });

  it('was made after it where it has any other version, or there was no record before', () => {
    expect(since({ over: '3' }, '4')).toEqual({ isAfterWrite: true });
    expect(since({ over: null }, '1')).toEqual({ isAfterWrite: true });
    expect(since({ over: null }, null)).toEqual({ isAfterWrite: true });
  });

  it('is of no known time where no version tells', () => {
    expect(since({}, '4')).toEqual({});
    expect(since({ over: '3' }, null)).toEqual({});
    expect(since({ version: '4' }, null)).toEqual({});
  });
});
