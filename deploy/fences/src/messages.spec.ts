import { eventCatalog, messageCatalog } from '@evenkeel/contracts-messages';
import { EVENT_TYPES } from '@evenkeel/domain';
import { exists, filesBelow, readText } from './projects.js';

const folderOf = (name: string) => `libs/contracts/messages/src/${name}`;

describe.each(messageCatalog.map((message) => ({ ...message })))('the message $name', (message) => {
  const { name, topic, to, from, schema, example, key } = message;

  it('has a folder of its name', () => {
    expect(exists(`${folderOf(name)}/${name}.ts`)).toBe(true);
  });

  it('travels on the topic of its name', () => {
    expect(topic).toBe(`evenkeel.${name}.v1`);
  });

  it.each(to)('is handled by %s in a file of its name', (service) => {
    const handlers = filesBelow(`libs/services/${service}/src`).filter((path) =>
      path.endsWith(`/on-${name}.handler.ts`),
    );
    expect(handlers).toHaveLength(1);
  });

  it('is handled nowhere else', () => {
    const handlers = filesBelow('libs/services').filter((path) => path.endsWith(`/on-${name}.handler.ts`));
    expect(handlers.map((path) => path.split('/')[2]).sort()).toEqual([...to].sort());
  });

  it('has a row in docs/messages.md', () => {
    expect(readText('docs/messages.md')).toContain(
      `| [${name}](#${name}) | \`${topic}\` | ${from.join(', ')} |`,
    );
  });

  it('has an example that parses and has a key', () => {
    expect(key(schema.parse(example))).not.toBe('');
  });
});

it('every folder of a message is in the catalog', () => {
  const folders = filesBelow('libs/contracts/messages/src')
    .map((path) => path.split('/').at(-2) ?? '')
    // What is told to other systems has a catalog of its own.
    .filter((folder) => folder !== 'src' && folder !== 'events');
  expect([...new Set(folders)].sort()).toEqual(messageCatalog.map(({ name }) => name).sort());
});

it('every handler of a message is for one that exists', () => {
  const names = filesBelow('libs/services').flatMap(
    (path) => /\/on-([a-z-]+)\.handler\.ts$/.exec(path)?.[1] ?? [],
  );
  const known = messageCatalog.map(({ name }) => name);
  expect([...new Set(names)].filter((name) => !known.includes(name))).toEqual([]);
});

it('every type of event is in the catalog of events once, with an example that parses', () => {
  expect(eventCatalog.map(({ type }) => type).sort()).toEqual([...EVENT_TYPES].sort());
  for (const { data, example } of eventCatalog) expect(data.safeParse(example)).toMatchObject({ success: true });
});
