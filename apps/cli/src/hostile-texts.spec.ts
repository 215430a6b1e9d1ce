import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startEngine } from './testing/start-engine.js';
import { typeIn, type Seen } from './testing/type-in.js';

/** Clears the screen, renames the window, forges a line, turns text round; with an eight-bit CSI. */
const HOSTILE = '\u001b[2J\u001b]0;owned\u0007\u009b31mA\u007f\r\nDone: all is well\u202egnp.exe\u2066\u2028';
const ACTING = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

const engine = startEngine();
let refuses = false;
const provider = createServer((request, response) => {
  response.setHeader('content-type', 'application/json');
  if (refuses) response.writeHead(422).end(JSON.stringify({ error: HOSTILE }));
  else if (request.url?.startsWith('/items') === true)
    response.end(
      JSON.stringify({
        data: [
          { id: `1${HOSTILE}`, name: HOSTILE, amount: 1 },
          { id: `2${HOSTILE}`, name: HOSTILE, amount: HOSTILE },
          { id: HOSTILE, [HOSTILE]: HOSTILE, amount: null },
        ],
      }),
    );
});
beforeAll(async () => {
  provider.listen(0, '127.0.0.1');
  await once(provider, 'listening');
});
afterAll(() => {
  provider.close();
  provider.closeAllConnections();
});

const type = (...given: string[]) => typeIn(given, { url: engine.url, interactive: true, columns: 100 });
/** Lines that a person sees; nothing in them acts. */
function shown({ out, err, drawn }: Seen): string {
  const lines = [...out.split('\n'), ...err.split('\n'), ...drawn];
  for (const line of lines) expect(line).not.toMatch(ACTING);
  expect(lines).not.toContainEqual(expect.stringMatching(/^\s*Done: all is well/));
  return lines.join('\n');
}

it('nothing that a provider says acts on the terminal', async () => {
  const { port } = provider.address() as AddressInfo;
  const settings = JSON.stringify({
    baseUrl: `http://127.0.0.1:${port}`,
    streams: { items: { path: '/items', recordsPath: 'data' } },
  });
  const mapping = JSON.stringify([
    { source: 'name', target: 'name' },
    { source: 'amount', target: 'amount', transforms: [{ name: 'cast', to: 'integer' }] },
  ]);
  shown(await type('connections', 'add', 'hostile', '--connector', 'rest', '--settings', settings));
  const job = [
    'jobs',
    'add',
    'items',
    '--connection',
    'hostile',
    '--stream',
    'items',
    '--record-type',
    'item',
  ];
  const added = await type(...job, '--mode', 'full', '--mapping', mapping, '--no-retry');
  expect(added.code).toBe(0);
  shown(await type('run', 'items', '--watch'));
  const records = shown(await type('records', 'list', 'item'));
  expect(records).toContain('\\u001b[2J');
  shown(await type('executions', 'list', '--job', 'items'));
  expect(shown(await type('dlq', 'list'))).toContain('\\u001b');
  shown(await type('dlq', 'groups'));
  refuses = true;
  expect(shown(await type('connections', 'check', 'hostile'))).toContain('\\u001b[2J');
  const failed = shown(await type('run', 'items', '--watch'));
  expect(failed).toContain('\\u001b[2J');
});

it('a document for machines says the same, and can be read', async () => {
  const seen = await type('records', 'list', 'item', '--json');
  shown(seen);
  const { items } = JSON.parse(seen.out) as { items: { data: { name?: string } }[] };
  expect(items.map(({ data }) => data.name)).toContain(HOSTILE);
});

it('what a person typed is not done either', async () => {
  expect(shown(await type('jobs', 'show', HOSTILE))).toContain('\\u001b');
});
