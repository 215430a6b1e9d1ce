import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AdminClient } from './admin-client.js';
import { AdminAway, AdminRefusal, StrangeAnswer } from './errors.js';
import type { StreamedEvent } from './event-stream.js';

let server: Server;
let path = '';
let answer: (response: ServerResponse) => void;

beforeAll(async () => {
  server = createServer((request, response) => {
    path = request.url ?? '';
    answer(response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

async function follow(options: { silenceMs?: number; signal?: AbortSignal } = {}): Promise<StreamedEvent[]> {
  const client = new AdminClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const told: StreamedEvent[] = [];
  for await (const each of client.follow('listEvents', { after: '7', type: 'sync' }, options))
    told.push(each);
  return told;
}
const stream = (response: ServerResponse) => response.setHeader('content-type', 'text/event-stream');

it('gives what it is told, in whatever pieces it comes, until the server ends it', async () => {
  answer = (response) => {
    stream(response);
    response.write(': \n\nid: 8\nevent: sync.st');
    setTimeout(() => response.end('arted\ndata: {"n": 1}\n\nevent: progress\ndata: {}\n\n'), 20);
  };
  await expect(follow()).resolves.toEqual([
    { id: '8', event: 'sync.started', data: { n: 1 } },
    { id: undefined, event: 'progress', data: {} },
  ]);
  expect(path).toBe('/api/v1/events?after=7&type=sync');
});

it('says so when nothing comes for too long, also where the connection stands', async () => {
  answer = (response) => void stream(response).write(': \n\n');
  await expect(follow({ silenceMs: 100 })).rejects.toBeInstanceOf(AdminAway);
});

it('says so when the connection breaks', async () => {
  answer = (response) => {
    stream(response).write(': \n\n');
    setTimeout(() => response.destroy(), 20);
  };
  await expect(follow()).rejects.toBeInstanceOf(AdminAway);
});

it('rejects with the problem that it was told, and where it is told no events', async () => {
  const problem = { type: 't', title: 't', status: 400, detail: 'no', code: 'request.invalid', remedy: 'r' };
  answer = (response) => {
    response.statusCode = 400;
    response.end(JSON.stringify(problem));
  };
  await expect(follow()).rejects.toBeInstanceOf(AdminRefusal);
  answer = (response) => response.end('{"items":[],"position":"0"}');
  await expect(follow()).rejects.toBeInstanceOf(StrangeAnswer);
});
