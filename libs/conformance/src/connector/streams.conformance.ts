import type { JsonObject } from '@evenkeel/domain';
import { describeChanges } from './changes.conformance.js';
import { idsOf, PAGE_SIZE, recordsOf, type ConnectorSuite } from './connector-suite.js';
import { describeSingleRecords } from './single-records.conformance.js';

/** Slices that settings name are as many as they name, whatever is asked for. */
const MOST_NAMED_SLICES = 8;

export function describeStreams(suite: ConnectorSuite): void {
  describe('stream by stream:', () => {
    describeListing(suite);
    describeSlices(suite);
    describeCursors(suite);
    describeSizes(suite);
    describeChanges(suite);
    describeSingleRecords(suite);
  });
}

function describeListing(suite: ConnectorSuite): void {
  const { streams } = suite;

  it.each(streams)('%s is read exactly once, in pages of the size that was asked for', async (stream) => {
    const pages = await suite.readAll(stream);
    expect(idsOf(pages).sort()).toEqual(await suite.idsHeld(stream));
    expect(pages.length).toBeGreaterThan(2);
    for (const { records } of pages) expect(records.length).toBeLessThanOrEqual(PAGE_SIZE);
    expect(pages.at(-1)?.next).toBeNull();
  });

  it.each(streams)('%s gives as many entries as the total that it tells, if it tells one', async (stream) => {
    const pages = await suite.readAll(stream);
    const entries = recordsOf(pages).length;
    for (const { total = entries } of pages) expect(total).toBe(entries);
  });

  it.each(streams)('%s begins a page again only with the last record of the page before', async (stream) => {
    const pages = await suite.readAll(stream);
    for (const [at, { records, shifted }] of pages.entries()) {
      expect(shifted).toBeUndefined();
      const again = records.filter(({ overlap }) => overlap === true).map(({ externalId }) => externalId);
      if (again.length > 0) expect(again).toEqual([pages[at - 1]?.records.at(-1)?.externalId]);
    }
  });
}

function describeSlices(suite: ConnectorSuite): void {
  const { streams } = suite;

  it.each(streams)('%s is read exactly once in slices too, if it says that it can be cut', async (stream) => {
    const { sliceStream } = await suite.stream(stream);
    if (sliceStream === undefined) return;
    const held = await suite.idsHeld(stream);
    const { slices, records } = await sliceStream({ sliceSize: 7, mostSlices: 5, since: null });
    expect(slices.length).toBeGreaterThan(1);
    expect(slices.length).toBeLessThanOrEqual(MOST_NAMED_SLICES);
    expect([null, held.length]).toContain(records);
    const pages = [];
    for (const { range } of slices) {
      // A range is stored before it is used.
      const stored = JSON.parse(JSON.stringify(range)) as JsonObject;
      const ofSlice = await suite.readAll(stream, { range: stored });
      expect(ofSlice.at(-1)?.next).toBeNull();
      pages.push(...ofSlice);
    }
    expect(idsOf(pages).sort()).toEqual(held);
  });
}

/** Also of one record: the least there is. */
const SMALLER = [Math.floor(PAGE_SIZE / 2), 3, 1];

function describeSizes(suite: ConnectorSuite): void {
  const { streams } = suite;

  it.each(streams)('%s is read to its end in smaller pages, where it says that it can be', async (stream) => {
    const { resizes } = await suite.stream(stream);
    if (resizes === undefined || resizes(null) === 'never') return;
    const pages = await suite.readAll(stream);
    for (const [place, { next }] of pages.slice(0, 2).entries()) {
      for (const pageSize of SMALLER) {
        const isHere = next !== null && resizes(next) === 'here';
        const rest = await suite.readAll(stream, { cursor: isHere ? next : null, pageSize, isSmaller: true });
        for (const { records } of rest) expect(records.length).toBeLessThanOrEqual(pageSize);
        expect(rest.flatMap(({ doubt, shifted }) => [doubt, shifted]).filter(Boolean)).toEqual([]);
        expect(idsOf(rest)).toEqual(idsOf(pages.slice(isHere ? place + 1 : 0)));
      }
    }
  });
}

function describeCursors(suite: ConnectorSuite): void {
  const { streams } = suite;

  it.each(streams)('%s can be read on from any of its cursors by somebody else', async (stream) => {
    const pages = await suite.readAll(stream);
    for (const [place, page] of pages.entries()) {
      if (page.next === null) continue;
      const rest = await suite.readAll(stream, { cursor: page.next });
      expect(idsOf(rest)).toEqual(idsOf(pages.slice(place + 1)));
    }
  });

  it.each(streams)('%s gives the same page for the same cursor', async (stream) => {
    const cursor = (await suite.firstPage(stream)).next;
    const request = { cursor, pageSize: PAGE_SIZE, since: null };
    const { readPage } = await suite.stream(stream);
    const [once, again] = [await readPage(request), await readPage(request)];
    expect(again.records).toEqual(once.records);
    expect(again.next).toEqual(once.next);
  });
}
