import { SeededRandom } from '../../world/seeded-random.js';
import { SourceStream, type StreamOptions } from './source-stream.js';

const OPTIONS = {
  name: 'events',
  records: 5,
  pageSize: 2,
  hasVersions: false,
  incremental: true,
  listing: 'stable',
  isInventory: false,
  slices: 1,
  contention: 0,
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
  return { stream, list, pass: (ms: number) => void (nowMs += ms), now: () => nowMs };
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
    expect(records[0]).toMatchObject({ version: 1, listedOnly: true, data: null });
  });
});
