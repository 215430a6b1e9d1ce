import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject, SourceRecord } from '@evenkeel/domain';
import { documentedProofs } from './testing/documented-proofs.js';
import { startProvingServer } from './testing/proving-server.js';

const page = readFileSync(join(__dirname, '..', '..', '..', '..', 'docs', 'rest.md'), 'utf8');
const files = [...page.matchAll(/^```json auth\n([^]*?)^```$/gm)].map(([, text = '']) => text);
const nameOf = (text: string) => Object.keys((JSON.parse(text) as JsonObject)['streams'] as object).join();
const examples = files.map((text) => [nameOf(text), text] as const);
const server = startProvingServer();

it('each example of the page has a provider that checks it', () => {
  expect(examples.map(([name]) => name).sort()).toEqual(Object.keys(documentedProofs).sort());
});

describe.each(examples)('the example "%s" of docs/rest.md', (name, text) => {
  const settings = () =>
    JSON.parse(text.replaceAll(/https:\/\/(api|id)\.example\.com/g, server.baseUrl())) as JsonObject;
  const read = async (credentials: JsonObject) => {
    const { readPage } = await server.open(settings(), credentials).stream(name);
    const records: SourceRecord[] = [];
    let cursor: string | null = null;
    do {
      const given = await readPage({ cursor, pageSize: 10, since: null });
      records.push(...given.records);
      cursor = given.next;
    } while (cursor !== null);
    return records.map(({ externalId }) => externalId);
  };

  it('proves who makes each call', async () => {
    const { credentials, answer } = documentedProofs[name]!();
    server.answer = answer;
    expect(await read(credentials)).toEqual(['1', '2']);
    for (const { sentHeaders } of server.asked) expect(new Set(sentHeaders).size).toBe(sentHeaders.length);
  });

  it('wants each credential, and no other', () => {
    const { credentials } = documentedProofs[name]!();
    const open = (given: JsonObject) => () => server.open(settings(), given);
    expect(open({ ...credentials, surplus: 'x' })).toThrow('credentials.surplus: is unknown');
    const optional = ['clientSecret', 'clientId'];
    for (const wanted of Object.keys(credentials).filter((key) => !optional.includes(key))) {
      const { [wanted]: _, ...others } = credentials;
      expect(open(others)).toThrow(`credentials.${wanted}`);
    }
  });

  it('is refused without its credentials', async () => {
    const { credentials, answer, strange } = documentedProofs[name]!();
    server.answer = answer;
    const texts = Object.fromEntries(Object.keys(credentials).map((key) => [key, 'another-value']));
    const failure: unknown = await read(strange ?? texts).catch((error: unknown) => error);
    expect(failure).toMatchObject({ errorClass: 'auth' });
  });
});
