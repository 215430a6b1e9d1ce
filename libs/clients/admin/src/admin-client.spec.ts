import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AdminClient } from './admin-client.js';
import { AdminAway, AdminRefusal, StrangeAnswer } from './errors.js';

let server: Server;
let answer: { readonly status: number; readonly body: string };
let asked: IncomingMessage;
const client = (url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`) =>
  new AdminClient(url, { actor: 'Zoë 山田' });

beforeAll(async () => {
  server = createServer((request, response) => {
    asked = request;
    response.statusCode = answer.status;
    response.end(answer.body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => void server.close());

describe('the client of the admin API', () => {
  it('names the actor, the key and the revision in headers', async () => {
    answer = { status: 200, body: '{"items":[],"next":null}' };
    await client().call('listGroups', {}, { key: 'once', revision: 3 });
    expect(asked.headers).toMatchObject({
      'evenkeel-actor': encodeURIComponent('Zoë 山田'),
      'idempotency-key': 'once',
      'if-match': '"3"',
    });
  });

  it('rejects with the problem that it was told', async () => {
    const problem = {
      type: 't',
      title: 't',
      status: 404,
      detail: 'no',
      code: 'request.not_found',
      remedy: 'r',
    };
    answer = { status: 404, body: JSON.stringify(problem) };
    const refusal = await client()
      .call('showJob', { job: 'x' })
      .catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(AdminRefusal);
    expect(refusal).toMatchObject({ request: 'GET /api/v1/jobs/x', problem });
  });

  it.each([
    { status: 200, body: '{"items":7}' },
    { status: 200, body: 'hello' },
    { status: 502, body: '<html>' },
  ])('takes %j for no answer of the admin API', async (strange) => {
    answer = strange;
    await expect(client().call('listGroups', {})).rejects.toBeInstanceOf(StrangeAnswer);
  });

  it('says why no answer came', async () => {
    const gone = createServer().listen(0, '127.0.0.1');
    await once(gone, 'listening');
    const { port } = gone.address() as AddressInfo;
    gone.close();
    await once(gone, 'close');
    const away = client(`http://127.0.0.1:${port}`).call('listGroups', {});
    await expect(away).rejects.toBeInstanceOf(AdminAway);
    await expect(away).rejects.toMatchObject({ why: 'ECONNREFUSED', isSilent: false });
  });

  it('says that something is there and says nothing', async () => {
    const mute = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const { port } = mute.address() as AddressInfo;
    const asked = client(`http://127.0.0.1:${port}`).call('listGroups', {}, { timeoutMs: 100 });
    await expect(asked).rejects.toMatchObject({ why: 'no answer in time', isSilent: true });
    mute.closeAllConnections();
    mute.close();
  });
});
