import type { PageFetched } from '@evenkeel/contracts-messages';
import { Backlog, PageWindow } from './page-window.js';

const limits = { records: 10, bytes: 10_000, republishMs: 100 };

function page(pageNo: number, records: number, text = ''): PageFetched {
  return {
    tenantId: 't',
    executionId: 'e',
    chunkId: 'c',
    epoch: 0,
    attempt: 1,
    pageNo,
    cursorIn: null,
    cursorOut: 'next',
    observedAt: '2026-01-01T00:00:00.000Z',
    bound: null,
    records: Array.from({ length: records }, () => ({
      externalId: 'x',
      version: null,
      modifiedAt: null,
      data: { text },
    })),
  };
}

describe('PageWindow', () => {
  it('has room until its records are used up, and again when pages are applied', () => {
    const window = new PageWindow(limits, 0);
    for (const pageNo of [0, 1, 2]) window.add(page(pageNo, 5));
    expect(window.hasRoom()).toBe(false);
    window.forgetApplied(2, 10);
    expect(window.hasRoom()).toBe(true);
    window.forgetApplied(3, 20);
    expect(window.isEmpty).toBe(true);
  });

  it('has less room the more chunks share it, but for a page of each', () => {
    const backlog = new Backlog();
    const windows = Array.from({ length: 8 }, () => new PageWindow(limits, 0, backlog));
    const window = windows[0]!;
    expect(window.hasRoom()).toBe(true);
    window.add(page(0, 2));
    expect(window.hasRoom()).toBe(false);
    for (const other of windows.slice(4)) other.endReading();
    expect([backlog.readers, window.hasRoom()]).toEqual([4, true]);
  });

  it.each([
    ['records', page(0, 12)],
    ['bytes', page(0, 1, 'x'.repeat(12_000))],
  ])('waits for the %s of others where many are read, and no longer than they are read', (_, large) => {
    const backlog = new Backlog();
    const [one, other] = [1, 2, 3].map(() => new PageWindow(limits, 0, backlog)) as [PageWindow, PageWindow];
    one.add(large);
    expect(other.hasRoom()).toBe(false);
    one.forgetApplied(1, 10);
    expect(other.hasRoom()).toBe(true);
    other.add(large);
    expect(one.hasRoom()).toBe(false);
    other.letGo();
    expect(one.hasRoom()).toBe(true);
    expect(backlog).toMatchObject({ records: 0, bytes: 0 });
  });

  it('has no room for many bytes, however few records they are', () => {
    const window = new PageWindow(limits, 0);
    for (const pageNo of [0, 1]) window.add(page(pageNo, 1, 'x'.repeat(6_000)));
    expect(window.hasRoom()).toBe(false);
    window.forgetApplied(1, 10);
    window.add(page(2, 1));
    expect(window.hasRoom()).toBe(true);
  });

  it('always takes two pages, however large they are', () => {
    const window = new PageWindow(limits, 0);
    window.add(page(0, 1_000));
    expect(window.hasRoom()).toBe(true);
    window.add(page(1, 1_000));
    expect(window.hasRoom()).toBe(false);
  });

  it('gives unapplied pages to be published again, each time more patiently', () => {
    const window = new PageWindow(limits, 0);
    window.add(page(0, 1));
    expect(window.takeOverdue(99)).toEqual([]);
    expect(window.takeOverdue(100)).toHaveLength(1);
    expect(window.takeOverdue(299)).toEqual([]);
    expect(window.takeOverdue(300)).toHaveLength(1);
  });

  it('is patient anew after progress', () => {
    const window = new PageWindow(limits, 0);
    window.add(page(0, 1));
    window.add(page(1, 1));
    window.takeOverdue(100);
    window.forgetApplied(1, 200);
    expect(window.takeOverdue(299)).toEqual([]);
    expect(window.takeOverdue(300).map((overdue) => overdue.pageNo)).toEqual([1]);
  });
});
