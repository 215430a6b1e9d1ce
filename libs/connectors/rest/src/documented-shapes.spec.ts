import type { Watermark } from '@evenkeel/domain';
import type { SourcePage } from '@evenkeel/ports';
import { CHANGED_FROM, changedRecords } from './testing/changed-records.js';
import { documentedAnswers } from './testing/documented-answers.js';
import { documentedFiles } from './testing/documented-files.js';
import { documentedShapes } from './testing/documented-shapes.js';
import { startListServer } from './testing/list-server.js';

const examples = documentedFiles.filter(([name]) => name in documentedShapes);

const HOUR_MS = 3_600_000;
/** The sixth record changed then, at midnight of New York standard time, an hour of the first clock change of which is behind it. */
const SINCE_MS = CHANGED_FROM + 5 * HOUR_MS;
const since = (ms: number): Watermark => ({ kind: 'time', value: new Date(ms).toISOString() });
const server = startListServer();
const all = changedRecords.map(({ id }) => id);
const expectNoDoubt = (pages: readonly SourcePage[]) => {
  expect(pages.flatMap(({ doubt, shifted }) => [doubt, shifted]).filter(Boolean)).toEqual([]);
};

it('each example of the page has a server that behaves so', () => {
  const behaving = [...Object.keys(documentedShapes), ...Object.keys(documentedAnswers)];
  expect(documentedFiles.map(([name]) => name).sort()).toEqual(behaving.sort());
});

describe.each(examples)('the example "%s" of docs/rest.md', (name, file) => {
  const listed = async (part = {}) => {
    const pages = await server.listAs({ ...file, baseUrl: server.baseUrl() }, part);
    expectNoDoubt(pages);
    return server.idsOf(pages);
  };
  beforeEach(() => {
    server.answer = (url, asked) => documentedShapes[name]?.(url, asked) ?? {};
  });

  it('reads everything, page by page', async () => {
    expect(await listed()).toEqual(all);
  });

  it('reads what changed since, and never less', async () => {
    const changed = await listed({ since: since(SINCE_MS) });
    expect(changed).toEqual(expect.arrayContaining(all.filter((id) => id >= 6)));
    // A whole day is the least that a date can say, and an hour that comes twice is asked for twice.
    const most = { 'the path': 10, 'local times': 7 }[name] ?? 5;
    expect(changed.length).toBeLessThanOrEqual(most);
  });

  it('reads nothing where nothing changed', async () => {
    expect(await listed({ since: since(CHANGED_FROM + 48 * HOUR_MS) })).toEqual([]);
  });
});
