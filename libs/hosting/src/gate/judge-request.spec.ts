import * as fc from 'fast-check';
import { judgeCall, judgeRequest, type GateRules, type RequestHead } from './judge-request.js';

const rules: GateRules = {
  names: new Set(['127.0.0.1', 'sync.example', '10.1.2.3']),
  fronts: new Set(['sync.example']),
  callers: 'own',
};
const HERE = '127.0.0.1:4180';
type Headers = RequestHead['headers'];

const judge = (headers: Headers = {}, change: Partial<RequestHead> = {}, by: Partial<GateRules> = {}) =>
  judgeRequest(
    { method: 'GET', url: '/api/v1/jobs', headers: { host: HERE, ...headers }, ...change },
    { ...rules, ...by },
  );
const foreign = { status: 403, code: 'request.foreign' };
const notJson = { status: 415, code: 'request.not_json' };

describe('a request is judged by the name that it was called by', () => {
  it.each([
    HERE,
    '127.0.0.1',
    '127.9.9.9:1',
    'localhost:4180',
    'LOCALHOST',
    'localhost.:4180',
    '[::1]:4180',
    'sync.example',
    'Sync.Example:443',
    '10.1.2.3:4180',
  ])('%s is its own', (host) => {
    expect(judge({ host })).toBeUndefined();
  });

  it.each([
    undefined,
    '',
    'rebound.evil',
    'rebound.evil:4180',
    'localhost.evil',
    '127.0.0.1.evil',
    'evil@localhost',
    'localhost@evil',
    'localhost:4180@evil',
    'localhost:port',
    'localhost evil',
    '0.0.0.0:4180',
    '10.9.9.9:4180',
    '[::2]:4180',
    '127.1',
    'sync.example.evil',
  ])('%s is none', (host) => {
    expect(judge({ host })).toMatchObject(foreign);
  });

  it('two of them are none', () => {
    expect(judge({ host: [HERE, HERE] })).toMatchObject(foreign);
  });

  it('a target that is no path is refused', () => {
    expect(judge({}, { url: 'http://evil/api/v1/jobs' })).toMatchObject({ status: 400 });
  });

  it('what watches a service calls it by its address, and whether it lives by any name', () => {
    const watched = (path: string, host: string) => judge({ host }, { url: path }) === undefined;
    expect(['/livez', '/readyz', '/metrics'].map((path) => watched(path, '10.9.9.9:4180'))).toEqual([
      true,
      true,
      true,
    ]);
    expect(
      ['/livez', '/readyz', '/METRICS/', '/metrics?x'].map((path) => watched(path, 'rebound.evil')),
    ).toEqual([true, false, false, false]);
  });

  it('a name that was not given is refused, whatever it looks like', () => {
    fc.assert(
      fc.property(fc.domain(), fc.nat(65_535), (name, port) => {
        expect(judge({ host: `${name}:${port}` })).toMatchObject(foreign);
      }),
    );
  });
});

describe('a request is judged by the page that it comes from', () => {
  it.each([
    {},
    { origin: `http://${HERE}` },
    { origin: 'https://sync.example' },
    { origin: `http://${HERE}`, 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'none' },
  ])('%j is from here', (headers) => {
    expect(judge(headers)).toBeUndefined();
  });

  it.each([
    { origin: 'https://evil' },
    { origin: 'null' },
    { origin: '' },
    { origin: 'http://127.0.0.1:3000' },
    { origin: 'http://localhost:4180' },
    { origin: 'https://sync.example:8443' },
    { origin: 'http://10.1.2.3' },
    { origin: 'https://sync.example.evil' },
    { origin: 'file://' },
    { origin: 'chrome-extension://abcdef' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'CROSS-SITE' },
    { origin: `http://${HERE}`, 'sec-fetch-site': 'cross-site' },
  ])('%j is not', (headers) => {
    for (const method of ['GET', 'POST', 'OPTIONS', 'DELETE'])
      expect(judge(headers, { method })).toMatchObject(foreign);
  });
});

describe('a request is judged by what it says of its body', () => {
  const post = (headers: Headers) => judge(headers, { method: 'POST' });

  it.each([
    {},
    { 'content-length': '0' },
    { 'content-type': 'application/json' },
    { 'content-type': 'application/json; charset=utf-8', 'content-length': '2' },
    { 'content-type': 'Application/JSON', 'transfer-encoding': 'chunked' },
    { 'content-type': 'application/merge-patch+json', 'content-length': '2' },
  ])('%j is taken', (headers) => {
    expect(post(headers)).toBeUndefined();
  });

  it.each([
    { 'content-type': 'text/plain', 'content-length': '2' },
    { 'content-type': 'text/plain;charset=UTF-8', 'content-length': '0' },
    { 'content-type': 'application/x-www-form-urlencoded', 'content-length': '2' },
    { 'content-type': 'multipart/form-data; boundary=application/json', 'content-length': '2' },
    { 'content-type': 'text/plain; x=application/json', 'content-length': '2' },
    { 'content-type': 'application/json, text/plain', 'content-length': '2' },
    { 'content-type': 'application/jsonp', 'content-length': '2' },
    { 'content-type': '', 'content-length': '2' },
    { 'content-length': '2' },
    { 'transfer-encoding': 'chunked' },
  ])('%j is not', (headers) => {
    expect(post(headers)).toMatchObject(notJson);
  });

  it('a reading without a body may say what it likes', () => {
    expect(judge({ 'content-type': 'text/plain' })).toBeUndefined();
    expect(judge({ 'content-type': 'text/plain', 'content-length': '2' })).toMatchObject(notJson);
  });
});

describe('where what comes in proves itself', () => {
  const anyone = (headers: Headers, url: string) =>
    judge(headers, { method: 'POST', url }, { callers: 'anyone' });
  const delivery = {
    host: 'hooks.example',
    origin: 'https://shop.example',
    'content-type': 'text/plain',
    'content-length': '2',
  };

  it('anyone may deliver, in whatever form', () => {
    expect(anyone(delivery, '/hooks/token')).toBeUndefined();
    expect(anyone({ ...delivery, 'sec-fetch-site': 'cross-site' }, '/hooks/token')).toBeUndefined();
  });

  it('its figures are not for everybody', () => {
    expect(anyone({ host: 'hooks.example' }, '/metrics')).toMatchObject(foreign);
    expect(anyone({ host: '10.9.9.9:4181' }, '/metrics')).toBeUndefined();
  });
});

describe('a call over gRPC is judged', () => {
  const call = (authority: string, metadata: Headers = {}) => judgeCall(metadata, authority, rules);

  it('by the name that it was called by, as a request is', () => {
    for (const own of [HERE, 'localhost:4188', 'sync.example', '192.168.7.7:4188'])
      expect(call(own)).toBeUndefined();
    for (const other of ['rebound.evil:4188', '', 'a/b']) expect(call(other)).toMatchObject(foreign);
  });

  it('by the page that made a browser send it', () => {
    expect(call(HERE, { 'sec-fetch-site': 'cross-site' })).toMatchObject(foreign);
    expect(call(HERE, { origin: 'http://evil.example' })).toMatchObject(foreign);
    expect(call(HERE, { 'content-type': 'application/grpc' })).toBeUndefined();
  });
});
