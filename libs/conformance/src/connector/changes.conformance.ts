import { idsOf, PAGE_SIZE, recordsOf, type ConnectorSuite } from './connector-suite.js';

const LONG_AGO = { kind: 'time', value: '1990-01-01T00:00:00.000Z' } as const;
/** A provider's clock may tell whole seconds only. */
const NEXT_SECOND_MS = 2_001;

/** Records appear, change and vanish, between listings and within one. */
export function describeChanges(suite: ConnectorSuite): void {
  describeChanged(suite);
  describePeriods(suite);
  describeShifts(suite);
}

/** Changes three records; gives their ids in order. */
async function change({ provider }: ConnectorSuite, stream: string): Promise<readonly string[]> {
  const ids = await provider.ids(stream);
  const changed = [3, 11, 20].map((index) => ids[index] ?? '');
  await provider.change?.(stream, changed);
  return changed.toSorted();
}

function describeChanged(suite: ConnectorSuite): void {
  suite.test('change').each(suite.streams)(
    '%s can be read on for what changed since, if it says that it can',
    async (stream) => {
      if (!(await suite.stream(stream)).description.incremental) return;
      const full = await suite.readAll(stream);
      const first = full[0]?.bound ?? null;
      const since = first?.kind === 'position' ? (full.at(-1)?.bound ?? null) : first;
      expect(since).not.toBeNull();
      expect(recordsOf(await suite.readAll(stream, { since }))).toEqual([]);
      const changed = await change(suite, stream);
      expect(idsOf(await suite.readAll(stream, { since })).sort()).toEqual(changed);
    },
  );
}

function describePeriods(suite: ConnectorSuite): void {
  const { streams, provider } = suite;
  suite.test('change', 'passTime').each(streams)(
    '%s can be read for a time that is named, if it says that it can',
    async (stream) => {
      if ((await suite.stream(stream)).description.backfill !== 'period') return;
      const until = (await suite.firstPage(stream)).bound?.value ?? '';
      await provider.passTime?.(NEXT_SECOND_MS);
      const changed = await change(suite, stream);
      const rest = (await suite.idsHeld(stream)).filter((id) => !changed.includes(id));
      expect(idsOf(await suite.readAll(stream, { since: LONG_AGO, until })).sort()).toEqual(rest);
      const later = { kind: 'time', value: until } as const;
      expect(idsOf(await suite.readAll(stream, { since: later })).sort()).toEqual(changed);
    },
  );
}

function describeShifts(suite: ConnectorSuite): void {
  const { streams, provider } = suite;
  suite.test('create', 'remove').each(streams)(
    '%s gives what has appeared and nothing that has vanished',
    async (stream) => {
      const [gone = ''] = (await provider.ids(stream)).slice(4);
      await provider.create?.(stream, 2);
      await provider.remove?.(stream, [gone]);
      const held = await suite.idsHeld(stream);
      expect(held).not.toContain(gone);
      const pages = await suite.readAll(stream);
      expect(idsOf(pages).sort()).toEqual(held);
      const told = recordsOf(pages).filter(({ externalId }) => externalId === gone);
      expect(told.filter((record) => record.gone !== 'announced' || record.data !== null)).toEqual([]);
    },
  );

  suite.test('remove').each(streams)(
    '%s misses nothing while other records vanish, if it says that its listing is stable',
    async (stream) => {
      const opened = await suite.stream(stream);
      if (opened.description.listing !== 'stable') return;
      const first = await opened.readPage({ cursor: null, pageSize: PAGE_SIZE, since: null });
      const [gone = '', alsoGone = ''] = idsOf([first]).flatMap((id) => id ?? []);
      await provider.remove?.(stream, [gone, alsoGone]);
      const rest = await suite.readAll(stream, { cursor: first.next });
      expect(idsOf([first, ...rest])).toEqual(expect.arrayContaining([...(await suite.idsHeld(stream))]));
    },
  );
}
