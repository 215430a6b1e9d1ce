import { UuidIds } from './uuid-ids.js';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('UuidIds', () => {
  it('makes UUIDs of version 7 that begin with the time', () => {
    const at = Date.UTC(2026, 10, 21);
    const id = new UuidIds(() => at).next();
    expect(id).toMatch(UUID_V7);
    expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(at);
  });

  it('ascends within one millisecond, past its counter, and when the clock steps back', () => {
    let now = 1_000_000;
    const ids = new UuidIds(() => now);
    const made = Array.from({ length: 10_000 }, (_, index) => {
      if (index === 5_000) now -= 500;
      return ids.next();
    });
    expect(new Set(made).size).toBe(made.length);
    expect([...made].sort()).toEqual(made);
  });

  it('makes secrets of the length asked for that never repeat', () => {
    const ids = new UuidIds();
    expect(Buffer.from(ids.secret(24), 'base64url')).toHaveLength(24);
    expect(ids.secret(24)).not.toBe(ids.secret(24));
  });
});
