import { judgeEventBody, type RecentWrite } from './judge-event-body.js';
import { listRules } from './testing/sides.js';

const HOUR = 3_600_000;
const NOW = 100 * HOUR;
const write = (a: number, atMs: number): RecentWrite => ({ sent: [{ place: ['a'], value: a }], atMs });
const judge = (a: number, atMs: number | null, writes: readonly RecentWrite[]) =>
  judgeEventBody({ data: { a, b: 1 }, atMs }, writes, { nowMs: NOW, lists: [] });

describe('a record in an event of a stream without versions (C45)', () => {
  it('is a value where nothing was written lately, or it is of later', () => {
    expect(judge(1, NOW, [])).toBe('value');
    expect(judge(1, NOW, [write(1, NOW - 24 * HOUR)])).toBe('value');
    expect(judge(3, NOW, [write(2, NOW - HOUR)])).toBe('value');
    expect(judge(3, null, [])).toBe('value');
  });

  it('is an echo where it says what was written, also by a write before the last', () => {
    const writes = [write(1, NOW - 2 * HOUR), write(2, NOW - HOUR)];
    expect(judge(1, NOW, writes)).toBe('echo');
    expect(judge(2, null, writes)).toBe('echo');
  });

  it('is a hint where it may be older than a write', () => {
    expect(judge(3, NOW - HOUR, [write(2, NOW - HOUR)])).toBe('hint');
    expect(judge(3, null, [write(2, NOW - HOUR)])).toBe('hint');
    expect(judge(3, NOW - 3 * HOUR, [write(1, NOW - 4 * HOUR), write(2, NOW - HOUR)])).toBe('hint');
  });

  it('says what was written only where it says all of it, lists in any order', () => {
    const sent = [
      { place: ['o', 'x'], value: 1 },
      { place: ['tags'], value: [1, 2] },
      { place: ['gone'], value: undefined },
    ];
    const say = (data: Parameters<typeof judgeEventBody>[0]['data']) =>
      judgeEventBody({ data, atMs: null }, [{ sent, atMs: NOW }], {
        nowMs: NOW,
        lists: listRules({ tags: 'set' }),
      });
    expect(say({ o: { x: 1 }, tags: [2, 1] })).toBe('echo');
    expect(say({ o: { x: 1 }, tags: [2, 1], gone: 1 })).toBe('hint');
    expect(say({ o: { x: 2 }, tags: [2, 1] })).toBe('hint');
  });

  it('is read again where an entry of a list was written', () => {
    const sent = [{ place: ['lines', { entry: '1' }, 'n'], value: 1 }];
    const data = { lines: [{ id: 1, n: 1 }] };
    expect(judgeEventBody({ data, atMs: NOW }, [{ sent, atMs: NOW }], { nowMs: NOW, lists: [] })).toBe(
      'hint',
    );
  });
});
