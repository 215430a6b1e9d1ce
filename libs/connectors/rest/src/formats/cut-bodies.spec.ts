import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { startListServer } from '../testing/list-server.js';

/** A server that says what it says on the wire, and hangs up. */
let sent = '';
const wire = createServer((socket) => {
  socket.on('error', () => undefined);
  socket.once('data', () => socket.end(sent));
});
beforeAll(async () => {
  wire.listen(0, '127.0.0.1');
  await once(wire, 'listening');
});
afterAll(() => void wire.close());

const lists = startListServer();
const read = async (stream: object, head: string, body: string) => {
  sent = `HTTP/1.1 200 OK\r\n${head}\r\n\r\n${body}`;
  const baseUrl = `http://127.0.0.1:${(wire.address() as AddressInfo).port}`;
  return lists.listAs({ baseUrl, streams: { things: { path: '/things', ...stream } } });
};

const CSV = 'content-type: text/csv';
const csv = { format: { kind: 'csv' } };
const ndjson = { format: { kind: 'ndjson' } };
const xml = { format: { kind: 'xml' }, recordsPath: 'r.item' };

describe('a body that only the end of its connection ends', () => {
  it.each([
    ['CSV', csv, CSV, 'id\n1\n'],
    ['NDJSON', ndjson, 'content-type: application/x-ndjson', '{"id":1}\n'],
  ])('is a doubt in %s, for it may have been cut off between two records', async (_, stream, head, body) => {
    const [page] = await read(stream, head, body);
    expect(page?.records).toHaveLength(1);
    expect(page?.doubt).toContain('nothing tells whether the answer of /things is whole');
  });

  it('is none where the provider says how many records there are, which is then counted', async () => {
    const total = { ...csv, totalHeader: 'X-Total-Count' };
    expect(await read(total, `${CSV}\r\nx-total-count: 2`, 'id\n1\n')).toMatchObject([
      { total: 2, next: null },
    ]);
    expect((await read(total, `${CSV}\r\nx-total-count: 2`, 'id\n1\n2\n'))[0]).not.toHaveProperty('doubt');
    expect((await read(total, `${CSV}\r\nx-total-count: many`, 'id\n1\n'))[0]).toHaveProperty('doubt');
  });

  it('is none in XML, which tells where it ends', async () => {
    const [page] = await read(xml, 'content-type: text/xml', '<r><item><id>1</id></item></r>');
    expect(page).not.toHaveProperty('doubt');
  });
});

describe('a body that says how long it is', () => {
  it('is no doubt', async () => {
    expect((await read(csv, `${CSV}\r\ncontent-length: 5`, 'id\n1\n'))[0]).not.toHaveProperty('doubt');
    const chunks = '5\r\nid\n1\n\r\n0\r\n\r\n';
    expect((await read(csv, `${CSV}\r\ntransfer-encoding: chunked`, chunks))[0]).not.toHaveProperty('doubt');
  });

  it('is refused where it ends before, also between two records', async () => {
    await expect(read(csv, `${CSV}\r\ncontent-length: 7`, 'id\n1\n')).rejects.toMatchObject({
      errorClass: 'transient',
    });
    const chunks = '5\r\nid\n1\n\r\n';
    await expect(read(csv, `${CSV}\r\ntransfer-encoding: chunked`, chunks)).rejects.toMatchObject({
      errorClass: 'transient',
    });
  });
});
