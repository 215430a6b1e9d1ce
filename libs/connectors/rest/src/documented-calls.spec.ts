import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSince, type JsonObject, type JsonValue, type Watermark } from '@evenkeel/domain';
import { documentedCalls, type CallsProvider } from './testing/documented-calls.js';
import { startListServer } from './testing/list-server.js';

const page = readFileSync(join(__dirname, '..', '..', '..', '..', 'docs', 'rest-several-calls.md'), 'utf8');
const examples = [...page.matchAll(/^```json\n([^]*?)^```$/gm)].map(([, text = '']) => {
  const file = JSON.parse(text) as JsonObject;
  return [Object.keys(file['streams'] as object)[0] ?? '', file] as const;
});
const server = startListServer();

it('each example of the page has a server that behaves so', () => {
  expect(examples.map(([name]) => name)).toEqual(Object.keys(documentedCalls));
});

describe.each(examples)('the example "%s" of docs/rest-several-calls.md', (name, file) => {
  let provider: CallsProvider;
  let here: Map<string, JsonValue>;

  beforeEach(() => {
    provider = documentedCalls[name]!();
    here = new Map();
    server.answer = (url, asked) => provider.answer(url, asked);
  });

  /** One run, as the engine applies it; gives since when the next one asks. */
  async function run(since: Watermark | null): Promise<Watermark | null> {
    const pages = await server.listAs({ ...file, baseUrl: server.baseUrl() }, { since });
    expect(pages.flatMap(({ doubt, shifted }) => [doubt, shifted]).filter(Boolean)).toEqual([]);
    const listed = new Set<string>();
    for (const { externalId, gone, data } of pages.flatMap(({ records }) => records)) {
      if (gone === undefined) here.set(externalId ?? '', data);
      else here.delete(externalId ?? '');
      listed.add(externalId ?? '');
    }
    if (since === null) for (const id of here.keys()) if (!listed.has(id)) here.delete(id);
    const { bound = null } = pages[0] ?? {};
    return bound && readSince(bound, 600);
  }
  const expectInStep = () => expect(Object.fromEntries(here)).toEqual(provider.rows());
  const description = async () =>
    (await server.open({ ...file, baseUrl: server.baseUrl() }, name)).description;

  it('reads everything', async () => {
    await run(null);
    expectInStep();
    expect(here.size).toBeGreaterThan(4);
  });

  it('is in step after changes, and after deletions, in the runs that are to find them', async () => {
    const { incremental, reportsDeletions = false } = await description();
    const since = await run(null);
    expect(since !== null).toBe(incremental);
    expect(reportsDeletions).toBe(provider.tellsDeletions);
    provider.change();
    await run(since);
    if (incremental && !provider.tellsDeletions) {
      expect(Object.fromEntries(here)).toMatchObject(provider.rows());
      await run(null);
    }
    expectInStep();
  });

  it('reads no more than what changed, where it can ask for that', async () => {
    const since = await run(null);
    provider.change();
    if (since === null) return;
    here.clear();
    await run(since);
    expect(here.size).toBe(2);
  });
});
