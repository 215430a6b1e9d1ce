import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ConcernList } from '@evenkeel/contracts-admin';
import { startEngine } from './testing/start-engine.js';
import { typeIn, type Seen } from './testing/type-in.js';

const engine = startEngine();
const type = (...given: readonly string[]) => typeIn(given, { url: engine.url });
const jsonOf = <T>({ out }: Seen) => JSON.parse(out) as T;
let rowOf: (id: number) => object = (id) => ({ id, total: id, address: { city: 'Bonn' } });
let server: Server;

beforeAll(async () => {
  server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ data: Array.from({ length: 90 }, (__, at) => rowOf(at + 1)) }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const settings = JSON.stringify({ baseUrl, streams: { orders: { path: '/orders', recordsPath: 'data' } } });
  await type('connections', 'add', 'my shop', '--connector', 'rest', '--settings', settings);
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const run = async () => {
  const { code, out, err } = await type('run', 'orders', '--watch');
  return { code, text: out + err };
};

describe('streams', () => {
  it('says so where nothing was read yet', async () => {
    const { code, err } = await type('streams', 'show', 'my shop', 'orders');
    expect(code).not.toBe(0);
    expect(err).toContain('No record of a stream "orders" of my shop was looked at yet');
  });

  it('show every path, with its values and how often it was there', async () => {
    const words =
      'jobs add orders --stream orders --record-type order --mode full --schema-policy stop'.split(' ');
    expect((await type(...words, '--connection', 'my shop')).code).toBe(0);
    expect((await type('jobs', 'show', 'orders')).out).toMatch(/new shapes +stop/);
    expect((await run()).code).toBe(0);
    const { out } = await type('streams', 'show', 'my shop', 'orders');
    expect(out).toMatch(/version +1\n/);
    expect(out).toMatch(/seen in +90 records\n/);
    expect(out).toMatch(/address\.city +text +all/);
  });

  it('tell what stopped a run, and with which command it goes on', async () => {
    rowOf = (id) => ({ id, total: `${id} EUR`, ...(id > 80 ? { zip: '53111' } : {}) });
    const { code, text } = await run();
    expect(code).not.toBe(0);
    expect(text).toContain('total was a number, now also a text; zip is new (a text)');
    const [concern] = jsonOf<ConcernList>(await type('status', '--json')).items;
    expect(concern).toMatchObject({ kind: 'schema_changed', about: 'my shop', stream: 'orders' });
    const { out } = await type('status');
    expect(out).toContain(
      'my shop: Job orders has stopped: Records of orders come in another shape: total was a number, now also a text; zip is new (a text)',
    );
    expect(out).toContain("evenkeel streams accept 'my shop' orders");
    expect((await type('records', 'list', '--type', 'order', '--json')).out).not.toContain('EUR');
  });

  it('are accepted as they were looked at, and the next run goes on', async () => {
    const shown = await type('streams', 'show', 'my shop', 'orders');
    expect(shown.out).toContain('  zip is new (a text)\n');
    expect(shown.out).toContain("evenkeel streams accept 'my shop' orders --seen 2");
    expect((await type('streams', 'accept', 'my shop', 'orders', '--seen', '1')).err).toContain(
      'at version 2, not 1',
    );
    const accepted = await type('streams', 'accept', 'my shop', 'orders', '--seen', '2');
    expect(accepted.out).toContain('Version 2 of orders of my shop counts as known');
    expect((await run()).code).toBe(0);
    expect((await type('status')).code).toBe(0);
    const { out } = await type('streams', 'show', 'my shop', 'orders', '--history');
    expect(out).toMatch(
      /version 2, .*\n {2}total was a number, now also a text\n {2}zip is new \(a text\)\nversion 1/,
    );
  });

  it('are accepted, and the execution that was stopped goes on', async () => {
    rowOf = (id) => ({ id, zip: { code: '53111' } });
    expect((await run()).text).toContain('zip was a text, now also an object');
    const [concern] = jsonOf<ConcernList>(await type('status', '--json')).items;
    await type('streams', 'accept', 'my shop', 'orders');
    expect((await type('resume', concern!.id!, '--watch')).code).toBe(0);
    const { out } = await type('executions', 'show', concern!.id!);
    expect(out).toContain('completed');
  });
});

it('a job drops what no schema names only where there is one', async () => {
  const { code, err } = await type('jobs', 'change', 'orders', '--schema-policy', 'ignore');
  expect(code).not.toBe(0);
  expect(err).toContain('evenkeel record-types set order --schema FILE');
});
