import { SourceItem } from './source-item.js';

function start() {
  let nowMs = 1_000;
  const item = new SourceItem('things-0', () => nowMs);
  return { item, pass: (ms: number) => void (nowMs += ms) };
}

describe('a record at the provider', () => {
  it('is gone until it is there again, as it was', () => {
    const { item, pass } = start();
    item.change(0);
    pass(100);
    item.change(0, { gone: true });
    expect(item.seen.gone).toBe(true);
    pass(100);
    item.change(0, { back: true });
    expect(item.seen).toMatchObject({ gone: false, version: 2 });
    expect([item.wasGoneSince(0), item.wasGoneSince(1_199), item.wasGoneSince(1_200)]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('owes nobody a version that was gone before it could be read', () => {
    const { item, pass } = start();
    item.change(0);
    pass(100);
    item.change(0, { gone: true });
    expect(item.versionBefore(2_000)).toBe(0);
    pass(100);
    item.change(0, { back: true });
    expect([item.versionBefore(1_200), item.versionBefore(1_201)]).toEqual([0, 2]);
  });

  it('may have come without its name since', () => {
    const { item, pass } = start();
    pass(100);
    item.change(0, { poison: 'no id' });
    expect([item.wasNamelessSince(1_100), item.wasNamelessSince(1_101)]).toEqual([true, false]);
    pass(100);
    item.change(0, { poison: 'refused' });
    expect(item.wasNamelessSince(1_150)).toBe(false);
  });

  it('shows a late edit only when it is told, unless all calms down', () => {
    const { item } = start();
    item.change(500);
    expect(item.seen.version).toBe(1);
    expect(item.visibleSince(2)).toBe(1_500);
    item.stopFaults();
    expect(item.seen.version).toBe(2);
  });
});
