import fc from 'fast-check';
import { watchFlips, type EngineWrite } from './flip-flop.js';

const HOUR = 3_600_000;
const write = (
  to: 'local' | 'remote',
  before: string,
  after: string,
  more: Partial<EngineWrite> = {},
): EngineWrite => ({
  ...{ path: 'a', to, before, after, atMs: 0, isAsked: false },
  ...more,
});
/** A provider or a rule here puts back what the engine wrote, each time it writes. */
const bouncing = (count: number, everyMs = HOUR): readonly EngineWrite[] =>
  Array.from({ length: count }, (_, at) =>
    at % 2 === 0
      ? write('remote', 'x', 'y', { atMs: at * everyMs })
      : write('local', 'y', 'x', { atMs: at * everyMs }),
  );

describe('a record that goes back and forth', () => {
  it('is stopped at the flip after the last that is allowed', () => {
    expect(watchFlips([], bouncing(4), 3).kind).toBe('go_on');
    expect(watchFlips([], bouncing(5), 3)).toMatchObject({ kind: 'quarantine', path: 'a' });
    expect(watchFlips([], bouncing(2), 1).kind).toBe('go_on');
    expect(watchFlips([], bouncing(3), 1).kind).toBe('quarantine');
  });

  it('is watched with what is kept of earlier writes', () => {
    let kept: readonly EngineWrite[] = [];
    const kinds = bouncing(6).map((each) => {
      const { kind, writes } = watchFlips(kept, [each], 3);
      kept = writes;
      return kind;
    });
    expect(kinds).toEqual(['go_on', 'go_on', 'go_on', 'go_on', 'quarantine', 'quarantine']);
    expect(kept).toHaveLength(5);
  });

  it('is watched for a day', () => {
    expect(watchFlips([], bouncing(20, 6 * HOUR), 3).kind).toBe('go_on');
    expect(watchFlips([], bouncing(20, 5.9 * HOUR), 3).kind).toBe('quarantine');
  });

  it('does not do so because of one field and then another', () => {
    const [one, two] = [bouncing(3), bouncing(3).map((each) => ({ ...each, path: 'b' }))];
    expect(watchFlips([], [...one, ...two], 3).kind).toBe('go_on');
    expect(watchFlips([], [...one, ...bouncing(5).map((each) => ({ ...each, path: 'b' }))], 3)).toMatchObject(
      { path: 'b' },
    );
  });
});

describe('what is no flip (C27)', () => {
  it('is a device that its owner toggles', () => {
    const toggled = Array.from({ length: 20 }, (_, at) =>
      write('local', at % 2 === 0 ? 'off' : 'on', at % 2 === 0 ? 'on' : 'off', { atMs: at }),
    );
    expect(watchFlips([], toggled, 3)).toEqual({ kind: 'go_on', writes: toggled.slice(-1) });
  });

  it('is a change that a person made in between, after which counting begins anew', () => {
    const asked = bouncing(9).map((each, at) => ({ ...each, isAsked: at === 4 }));
    expect(watchFlips([], asked.slice(0, 8), 3).kind).toBe('go_on');
    expect(watchFlips([], asked, 3).kind).toBe('quarantine');
  });

  it('is a third value', () => {
    const writes = Array.from({ length: 9 }, (_, at) =>
      write(at % 2 === 0 ? 'remote' : 'local', `${at}`, `${at + 1}`),
    );
    expect(watchFlips([], writes, 3).kind).toBe('go_on');
    const half = [
      write('remote', 'x', 'y'),
      write('local', 'z', 'x'),
      write('remote', 'x', 'y'),
      write('local', 'z', 'x'),
    ];
    expect(watchFlips([], half, 1).kind).toBe('go_on');
  });

  it('is anything while persons ask for it', () => {
    const writes = fc.array(
      fc.record({
        path: fc.constantFrom('a', 'b'),
        to: fc.constantFrom('local' as const, 'remote' as const),
        before: fc.constantFrom('x', 'y'),
        after: fc.constantFrom('x', 'y'),
        atMs: fc.nat(HOUR),
        isAsked: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(writes, fc.integer({ min: 1, max: 4 }), (all, limit) => {
        const asked = all.map((each) => ({ ...each, isAsked: true }));
        expect(watchFlips([], asked, limit).kind).toBe('go_on');
        const local = all.map((each) => ({ ...each, to: 'local' as const }));
        expect(watchFlips([], local, limit).kind).toBe('go_on');
        expect(watchFlips([], all, limit).writes.length).toBeLessThanOrEqual(2 * (limit + 2));
      }),
    );
  });
});
