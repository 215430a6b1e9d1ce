import type { JsonObject, SourceRecord, Watermark } from '@evenkeel/domain';
import { ChangingRecords } from './testing/changing-records.js';
import { documentedAnswers, findAsked } from './testing/documented-answers.js';
import { documentedFiles } from './testing/documented-files.js';
import { startListServer } from './testing/list-server.js';

const server = startListServer();
const examples = documentedFiles.filter(([name]) => name in documentedAnswers);

/** Ids without what a provider puts before them. */
const numberOf = ({ externalId }: SourceRecord) => Number(/\d+$/.exec(externalId ?? '')?.[0]);

describe.each(examples)('the example "%s" of docs/rest.md', (name, file) => {
  const provider = documentedAnswers[name]!;
  const { record = (one) => ({ ...one }) } = provider;
  const [stream] = Object.values(file['streams'] as JsonObject) as JsonObject[];
  const isIncremental = stream?.['incremental'] !== undefined;
  let latest: Watermark | null = null;
  let records = new ChangingRecords();
  const expected = () => (provider.hasOne ? records.all.slice(0, 1) : records.all).map(record);
  const list = async (since?: Watermark | null) => {
    const part = since ? { since } : {};
    const pages = await server.listAs({ ...file, baseUrl: server.baseUrl() }, part);
    expect(pages.flatMap(({ doubt, shifted }) => [doubt, shifted]).filter(Boolean)).toEqual([]);
    latest = pages.at(-1)?.bound ?? null;
    return pages.flatMap((page) => page.records);
  };
  /** Where the next reading of changes goes on. */
  const watermark = async (): Promise<Watermark | null> => {
    if (provider.ask === undefined) return { kind: 'time', value: records.now };
    await list();
    return latest;
  };
  const dataOf = (listed: readonly SourceRecord[]) => listed.map(({ data }) => data);
  beforeEach(() => {
    records = new ChangingRecords();
    server.answer = (url, asked) =>
      provider.ask?.(records, asked) ?? provider.answer(findAsked(records, url), url);
  });

  it('reads each record as the provider has it', async () => {
    const listed = await list();
    expect(dataOf(listed)).toEqual(expected());
    expect(listed.map(numberOf)).toEqual(records.all.map(({ id }) => id).slice(0, listed.length));
  });

  it('reads what changed, and nothing twice', async () => {
    const since = await watermark();
    records.write(1, 'another name');
    if (!isIncremental) expect(dataOf(await list())).toEqual(expected());
    else {
      const changed = records.all.filter(({ id }) => id === 1);
      expect(dataOf(await list(since))).toEqual(changed.map(record));
      records.write(11, 'new');
      expect((await list(since)).map(numberOf).sort((one, other) => one - other)).toEqual([1, 11]);
      expect(await list(await watermark())).toEqual([]);
    }
  });

  it('no longer reads what was deleted, or is told of it', async () => {
    const since = await watermark();
    for (const id of [1, 10]) records.remove(id);
    const left = (await list()).filter(({ gone }) => gone === undefined);
    expect(dataOf(left)).toEqual(expected());
    if (!isIncremental) return;
    const gone = await list(since);
    expect(gone.map(numberOf)).toEqual(provider.tellsRemoved ? [1, 10] : []);
    expect(gone.every(({ gone: how, data }) => how === 'announced' && data === null)).toBe(true);
  });
});
