import { SeededRandom } from '../world/seeded-random.js';
import { SourceStream } from './source-stream.js';

const OPTIONS = {
  name: 'events',
  records: 5,
  pageSize: 2,
  hasVersions: false,
  incremental: true,
  crowding: 0,
};

function start() {
  let nowMs = 1_000_000;
  const stream = new SourceStream(OPTIONS, new SeededRandom(3), () => nowMs);
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
    stream.calmDown();
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
    stream.calmDown();
    expect(list(null).filter(isSpoilt)).toEqual([]);
  });
});
