import { SeededRandom } from '../../world/seeded-random.js';
import { LISTING_ENDS } from './listing-place.js';
import { USUAL_ANSWERS } from './record-answers.js';
import { SourceStream, type StreamOptions } from './source-stream.js';

const OPTIONS = {
  name: 'events',
  records: 5,
  pageSize: 2,
  hasVersions: false,
  hasTimes: true,
  incremental: true,
  listing: 'stable',
  isInventory: false,
  reportsDeletions: false,
  answers: USUAL_ANSWERS,
  saysMore: () => ({}),
  slices: 1,
  contention: 0,
  overlaps: false,
  end: 'said',
  tellsTotal: false,
  twins: 0,
} as const;

function start(options: Partial<StreamOptions> = {}) {
  let nowMs = 1_000_000;
  const stream = new SourceStream({ ...OPTIONS, ...options }, new SeededRandom(3), () => nowMs);
  const list = (since: number | null) => {
    const records = [];
    let cursor: string | null = null;
    do {
      const from = since === null ? null : ({ kind: 'time', value: new Date(since).toISOString() } as const);
      const page = stream.page({ cursor, since: from }, nowMs);
      records.push(...page.records);
      cursor = page.next;
    } while (cursor !== null);
    return records;
  };
  const pages = () => {
    const listed = [stream.page({ cursor: null, since: null }, nowMs)];
    for (let next = listed[0]?.next ?? null; next !== null; next = listed.at(-1)?.next ?? null) {
      listed.push(stream.page({ cursor: next, since: null }, nowMs));
      // As the engine does: a page that repeats the one before is the last, if that is how the listing ends.
      const [last, before] = [listed.at(-1), listed.at(-2)];
      if (last?.repeatsAtEnd && JSON.stringify(last.records) === JSON.stringify(before?.records)) break;
    }
    return listed;
  };
  return { stream, list, pages, pass: (ms: number) => void (nowMs += ms), now: () => nowMs };
}

describe('a stream at the provider', () => {
  it('lists every record once when it is calm', () => {
    const { stream, list } = start();
    stream.stopFaults();
    expect(list(null).map(({ externalId }) => externalId)).toEqual(stream.ids);
  });

  it('gives what changed since a time, late edits only when they show', () => {
    const { stream, list, pass, now } = start();
    pass(1_000);
    stream.edit(500);
    const since = now();
    expect(list(since)).toEqual([]);
    pass(500);
    expect(list(since)[0]?.data).toMatchObject({ version: 2 });
    expect([...stream.versionsBefore(since + 1).values()].filter((version) => version === 2)).toHaveLength(1);
    expect([...stream.versionsBefore(since).values()]).not.toContain(2);
  });

  it('spoils a record until it is changed again', () => {
    const { stream, list } = start();
    const isSpoilt = (record: ReturnType<typeof list>[number]) =>
      record.externalId === null ||
      record.data === 'nothing' ||
      JSON.stringify(record.data).includes('u0000');
    for (let time = 0; time < 20; time += 1) stream.poison();
    expect(list(null).filter(isSpoilt)).not.toEqual([]);
    stream.stopFaults();
    expect(list(null).filter(isSpoilt)).toEqual([]);
  });

  it('passes over records where it lists by numbers and others are deleted', () => {
    const { stream } = start({ listing: 'shifting', pageSize: 3 });
    const first = stream.page({ cursor: null, since: null }, 0);
    while (stream.ids.includes('events-0')) stream.delete();
    const second = stream.page({ cursor: first.next, since: null }, 0);
    const listed = [...first.records, ...second.records].map(({ externalId }) => externalId);
    expect(stream.ids.filter((id) => !listed.includes(id))).not.toEqual([]);
  });

  it('gives each record in one of its slices, and only ids and versions where it is an inventory', () => {
    const { stream } = start({ slices: 2, isInventory: true, hasVersions: true });
    stream.stopFaults();
    const records = stream.slices().flatMap(({ range }) => {
      const page = stream.page({ cursor: null, since: null, range }, 0);
      return [...page.records, ...stream.page({ cursor: page.next, since: null, range }, 0).records];
    });
    expect(new Set(records.map(({ externalId }) => externalId))).toEqual(new Set(stream.ids));
    expect(records[0]).toMatchObject({ version: '1', listedOnly: true, data: null });
  });

  it('gives the same records however its end shows', () => {
    for (const end of LISTING_ENDS) {
      const { stream, pages } = start({ end });
      stream.stopFaults();
      const listed = pages();
      const ids = listed.flatMap(({ records }) => records.map(({ externalId }) => externalId));
      expect([end, new Set(ids)]).toEqual([end, new Set(stream.ids)]);
      const [last, before] = [listed.at(-1), listed.at(-2)];
      if (end === 'empty page') expect(last?.records).toEqual([]);
      if (end === 'short page') expect(last?.records).toHaveLength(1);
      if (end === 'repeated page') expect(last?.records).toEqual(before?.records);
    }
  });

  it('begins each page of a list that shifts with the last record before, and tells where that is gone', () => {
    const { stream } = start({ listing: 'shifting', overlaps: true, pageSize: 3 });
    stream.stopFaults();
    const first = stream.page({ cursor: null, since: null }, 0);
    const at = { cursor: first.next, since: null };
    expect(stream.page(at, 0).records.map(({ externalId, overlap }) => [externalId, overlap])).toEqual([
      ['events-2', true],
      ['events-3', undefined],
      ['events-4', undefined],
    ]);
    stream.item('events-0')!.change(0, { gone: true });
    expect(stream.page(at, 0).shifted).toContain('"events-2"');
  });

  it('says how many records there are, while its total is not wrong', () => {
    const { stream, pass } = start({ tellsTotal: true });
    const total = (since: number | null = null) => {
      const from = since === null ? null : ({ kind: 'time', value: new Date(since).toISOString() } as const);
      return stream.page({ cursor: null, since: from }, 0).total;
    };
    expect([total(), total(2_000_000)]).toEqual([5, 0]);
    stream.faults.wrongTotal.begin(2, 1_000);
    expect(total()).toBe(7);
    pass(1_000);
    expect(total()).toBe(5);
  });

  it('never ends for a while, with records that are nowhere else', () => {
    const { stream, pass } = start();
    stream.faults.endless.begin(true, 1_000);
    let page = stream.page({ cursor: null, since: null }, 0);
    for (let nth = 0; nth < 20; nth += 1) page = stream.page({ cursor: page.next, since: null }, 0);
    const [made] = page.records;
    expect(made?.externalId).toMatch(/^events-x/);
    expect(stream.find(made?.externalId ?? '')).toBeUndefined();
    expect(stream.item(made?.externalId ?? '')?.wasGoneSince(0)).toBe(true);
    pass(1_000);
    expect(stream.page({ cursor: page.next, since: null }, 0)).toMatchObject({ records: [], next: null });
  });

  it('says a time that is ahead, for a while', () => {
    const { stream, now } = start();
    stream.faults.clockAhead.begin(3_600_000, 1_000);
    const said = Date.parse(stream.page({ cursor: null, since: null }, now()).bound?.value ?? '');
    expect(said - now()).toBe(3_600_000);
  });

  it('gives ids of earlier pages again, some with other content', () => {
    const { stream, pages } = start({ twins: 1 });
    const twins = Array.from({ length: 20 }, () => pages())
      .flat()
      .flatMap(({ records }) => records.slice(1))
      .map(({ data }) => JSON.stringify(data).includes('twin'));
    expect(new Set(twins)).toEqual(new Set([true, false]));
    stream.stopFaults();
    expect(JSON.stringify(pages())).not.toContain('twin');
  });

  it('tells of what is gone in its changes, and of nothing else of it', () => {
    const { stream, list, pass, now } = start({ reportsDeletions: true });
    stream.stopFaults();
    pass(1_000);
    stream.item('events-1')!.change(0, { gone: true });
    const told = { externalId: 'events-1', data: null, gone: 'announced' };
    expect(list(now())).toMatchObject([told]);
    expect(list(null)).toHaveLength(5);
    expect([stream.goneSince(now()), stream.goneSince(now() - 1)]).toEqual([['events-1'], []]);
    stream.item('events-1')!.change(0, { back: true });
    expect(list(now())[0]).toMatchObject({ externalId: 'events-1', data: { version: 1 } });
    expect(stream.goneSince(now())).toEqual([]);
  });

  it('gives a record otherwise than it lists it where that is its way', () => {
    const answers = { ...USUAL_ANSWERS, hasOtherShape: true, gone: 'forbidden' } as const;
    const { stream, list } = start({ answers });
    expect(stream.find('events-1')?.data).toEqual({ id: 'events-1', version: 1, asked: true });
    expect(list(null)[1]?.data).toEqual({ id: 'events-1', version: 1 });
    expect(() => stream.find('events-99')).toThrow('forbidden');
  });

  it('knows when a listing may lack something that nothing shows', () => {
    const shifting = { listing: 'shifting', overlaps: true, tellsTotal: true } as const;
    const lying = (options: Partial<StreamOptions>, spoil?: (stream: SourceStream) => void) => {
      const { stream, now } = start({ ...shifting, ...options });
      stream.lieFor(1_000);
      spoil?.(stream);
      return stream.mayHideSince(now());
    };
    expect(lying({})).toBe(false);
    expect(lying({ tellsTotal: false })).toBe(true);
    expect(lying({ listing: 'stable', tellsTotal: false })).toBe(false);
    expect(lying({}, ({ faults }) => faults.wrongTotal.begin(-1, 1))).toBe(true);
    expect(lying({}, (stream) => stream.delete())).toBe(true);
    const { stream, now } = start(shifting);
    stream.delete();
    expect(stream.mayHideSince(now())).toBe(false);
    stream.restore();
    expect(stream.mayHideSince(now())).toBe(true);
    expect(stream.mayHideSince(now() + 1)).toBe(false);
  });

  it('puts what comes before all others where places shift, and behind them where not', () => {
    const places = (listing: StreamOptions['listing']) => {
      const { stream } = start({ listing });
      const added = stream.add();
      const [first] = stream.ids;
      stream.item(first ?? '')!.change(0);
      if (listing === 'shifting') while (stream.ids[0] === added) stream.moveToEnd();
      return [first === added, stream.ids.at(-1) === added];
    };
    expect(places('stable')).toEqual([false, true]);
    expect(places('shifting')).toEqual([true, true]);
  });
});
