import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { API_PREFIX, OPERATIONS, type OperationId } from '@evenkeel/contracts-admin';
import { testDatabase } from '@evenkeel/adapter-postgres/testing';
import { startStandalone, type Standalone } from './start-standalone.js';

const database = testDatabase();
const dataDirectory = mkdtempSync(join(tmpdir(), 'evenkeel-foreign-'));
let standalone: Standalone;
interface Sent {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string;
}

interface Answered {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

/** Exactly these headers: none is added but `Host`, where it is left out. */
async function send(url: string, { method = 'GET', headers = {}, body }: Sent = {}): Promise<Answered> {
  const sent = request(url, { method, headers: { host: new URL(url).host, ...headers }, setHost: false });
  sent.end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: response.statusCode ?? 0, headers: response.headers, text: await text(response) };
}

const codeOf = ({ text: body }: Answered) => (JSON.parse(body) as { code?: string }).code;
const admin = (path: string, sent?: Sent) => send(standalone.adminUrl + path, sent);
const pathOf = (id: OperationId, name = '') => API_PREFIX + OPERATIONS[id].path.replace(/:\w+/, name);
const JSON_TYPE = { 'content-type': 'application/json' };
const group = (name: string) => JSON.stringify({ name, jobs: [] });
const added = async () => (await admin(pathOf('addConnection'))).text;
const CONNECTION = JSON.stringify({
  name: 'planted',
  connector: 'simulator',
  settings: { baseUrl: 'http://127.0.0.1:1' },
});

describe('a standalone process that is called by strangers', () => {
  beforeAll(async () => {
    standalone = await startStandalone(
      {
        dataDirectory,
        databaseUrl: database.url,
        masterKeys: undefined,
        listen: { host: '127.0.0.1', port: 0, names: ['sync.example'] },
        log: { level: 'error', format: 'json' },
      },
      { gone: () => undefined },
    );
  });
  afterAll(async () => {
    await standalone.stop();
    rmSync(dataDirectory, { recursive: true });
  });

  describe('the admin API runs nothing of a request', () => {
    it.each([pathOf('listConnections'), '/docs', '/docs-json', '/nowhere', '/metrics'])(
      'that calls %s by a name that was pointed at this machine',
      async (path) => {
        const answer = await admin(path, { headers: { host: 'rebound.evil' } });
        expect([answer.status, codeOf(answer)]).toEqual([403, 'request.foreign']);
        expect(answer.headers['content-type']).toBe('application/problem+json');
      },
    );

    it.each<[string, OutgoingHttpHeaders, number]>([
      ['by a rebound name', { ...JSON_TYPE, host: 'rebound.evil' }, 403],
      ['from a page of another site', { ...JSON_TYPE, origin: 'https://evil.example' }, 403],
      [
        'from a page of another program on this machine',
        { ...JSON_TYPE, origin: 'http://127.0.0.1:3000' },
        403,
      ],
      ['from a page without an origin', { ...JSON_TYPE, origin: 'null' }, 403],
      ['that a browser calls cross-site', { ...JSON_TYPE, 'sec-fetch-site': 'cross-site' }, 403],
      ['as plain text', { 'content-type': 'text/plain' }, 415],
      ['as a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
      ['as a form with files', { 'content-type': 'multipart/form-data; boundary=x' }, 415],
      ['without a type', {}, 415],
    ])('%s', async (_, headers, status) => {
      const answer = await admin(pathOf('addConnection'), { method: 'POST', headers, body: CONNECTION });
      expect(answer.status).toBe(status);
      expect(await added()).not.toContain('planted');
    });

    it.each<[string, Sent]>([
      ['without a body', {}],
      ['without a body that says it is JSON', { headers: JSON_TYPE }],
      ['with a body of no bytes', { headers: { ...JSON_TYPE, 'content-length': 0 } }],
      ['with a body of no bytes in chunks', { headers: { ...JSON_TYPE, 'transfer-encoding': 'chunked' } }],
      ['with a body of null', { headers: JSON_TYPE, body: 'null' }],
      ['with a body of blanks', { headers: JSON_TYPE, body: '  ' }],
    ])('that changes something %s', async (_, sent) => {
      const body = JSON.stringify({ ...(JSON.parse(CONNECTION) as object), name: 'kept' });
      await admin(pathOf('addConnection'), { method: 'POST', headers: JSON_TYPE, body });
      const answer = await admin(pathOf('changeConnection', 'kept'), { method: 'PATCH', ...sent });
      expect([answer.status, codeOf(answer)]).toEqual([400, 'request.invalid']);
      const said = await admin(pathOf('changeConnection', 'kept'), {
        method: 'PATCH',
        headers: JSON_TYPE,
        body: '{}',
      });
      expect(said.status).toBe(200);
    });
  });

  describe('the admin API answers', () => {
    it.each([{ host: 'localhost' }, { host: 'sync.example' }, { 'sec-fetch-site': 'none' }])(
      'with %j',
      async (headers) => {
        expect((await admin(pathOf('showStatus'), { headers })).status).toBe(200);
      },
    );

    it('its own page, and one behind a proxy', async () => {
      for (const origin of [standalone.adminUrl, 'https://sync.example'])
        expect((await admin(pathOf('showStatus'), { headers: { origin } })).status).toBe(200);
    });

    it('a post that needs no body', async () => {
      expect((await admin(pathOf('checkConnection', 'none'), { method: 'POST' })).status).toBe(404);
    });

    it('its documentation, which loads nothing from elsewhere and may not be framed', async () => {
      const page = await admin('/docs');
      expect(page.status).toBe(200);
      expect(page.headers).toMatchObject({
        'content-security-policy': expect.stringMatching(
          /default-src 'self';.*frame-ancestors 'none'/,
        ) as string,
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
      });
      // What the policy would keep from running: scripts within the page.
      const scripts = [...page.text.matchAll(/<script([^>]*)>([^<]*)/g)];
      expect(scripts.length).toBeGreaterThan(2);
      for (const [, attributes = '', inline = ''] of scripts) {
        expect(attributes).toMatch(/src="(?!https?:|\/\/)/);
        expect(inline.trim()).toBe('');
      }
    });
  });

  describe('the webhook gateway', () => {
    let path = '';
    beforeAll(async () => {
      const post = { method: 'POST', headers: JSON_TYPE };
      await admin(pathOf('addConnection'), { ...post, body: CONNECTION });
      const hooks = pathOf('addWebhookEndpoint', 'planted');
      const opened = await admin(hooks, { ...post, body: '{"stream":"customers","idPath":"id"}' });
      path = (JSON.parse(opened.text) as { path: string }).path;
    });
    const hook = (headers: OutgoingHttpHeaders) =>
      send(standalone.gatewayUrl + path, { method: 'POST', headers, body: group('x') });

    it.each([
      { host: 'hooks.example', 'content-type': 'application/json' },
      { host: 'hooks.example', 'content-type': 'text/plain' },
      { host: 'hooks.example', 'content-type': 'application/x-www-form-urlencoded' },
      { host: 'hooks.example', origin: 'https://shop.example' },
    ])('judges a delivery with %j by its signature', async (headers) => {
      const answer = await hook(headers);
      expect([answer.status, codeOf(answer)]).toEqual([401, 'request.bad_signature']);
    });

    it('does not tell its figures by the name that strangers know', async () => {
      const metrics = (host: string) => send(`${standalone.gatewayUrl}/metrics`, { headers: { host } });
      expect((await metrics('hooks.example')).status).toBe(403);
      expect((await metrics(new URL(standalone.gatewayUrl).host)).status).toBe(200);
    });
  });
});
