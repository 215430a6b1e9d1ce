import { startEngine } from '../testing/start-engine.js';
import { typeIn } from '../testing/type-in.js';

const engine = startEngine();
const type = (...given: string[]) => typeIn(given, { url: engine.url });

it('settings that are wrong in several places are told at once, one problem a line', async () => {
  const settings = {
    baseUrl: 'api.example.com',
    streams: { orders: { path: '/o', pageSize: 'x' } },
    color: 1,
  };
  const given = ['--connector', 'rest', '--settings', JSON.stringify(settings), '--credentials', '{"a":"b"}'];
  const { code, err } = await type('connections', 'add', 'wrong', ...given);
  expect(code).toBe(2);
  expect(err.split('\n')).toEqual(
    expect.arrayContaining([
      '  settings.baseUrl: must be an http or https address without a query and without a user name',
      '  settings.streams.orders.pageSize: must be a number',
      '  settings.color: is unknown; there is only baseUrl, auth, headers, charset, streams, errors, rateLimits, tls, $schema',
      '  credentials.a: is unknown; nothing can be set here',
    ]),
  );
});

describe('connectors schema', () => {
  it('prints the settings of a connector as JSON Schema, and nothing else', async () => {
    const { code, out } = await type('connectors', 'schema', 'rest');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      properties: {
        baseUrl: { type: 'string', description: expect.stringContaining('put behind') as string },
      },
    });
  });

  it('says which connectors there are, and which has none', async () => {
    expect((await type('connectors', 'schema', 'magic')).err).toContain('rest');
    expect(await type('connectors', 'schema', 'simulator')).toMatchObject({
      code: 1,
      err: expect.stringContaining('has no schema of its settings') as string,
    });
  });
});
