import { startEngine } from './testing/start-engine.js';
import { typeIn } from './testing/type-in.js';

const engine = startEngine();
const type = (...given: string[]) => typeIn(given, { url: engine.url });
const add = (...given: string[]) =>
  type('webhooks', 'add', 'shop', '--stream', 'customers', '--id-path', 'data.object.id', ...given);
const idOf = async () => /[\da-f-]{36}/.exec((await type('webhooks', 'list', 'shop')).out)?.[0] ?? '';

beforeAll(async () => {
  await typeIn(['connections', 'add', 'shop', '--connector', 'simulator', '--settings', '-'], {
    url: engine.url,
    stdin: JSON.stringify({ baseUrl: engine.provider.url }),
  });
});

describe('webhooks', () => {
  it('are opened for a sender, whose secret is read and not shown', async () => {
    const rules = '{"kindPath":"type","kinds":[{"when":"customer.*","then":"changed"}]}';
    const given = ['webhooks', 'add', 'shop', '--stream', 'customers', '--id-path', 'data.object.id'];
    const opened = await typeIn([...given, '--scheme', 'stripe', '--rules', rules, '--secret-file', '-'], {
      url: engine.url,
      stdin: 'whsec_0123456789abcdef\n',
    });
    expect(opened).toMatchObject({ code: 0, err: '' });
    expect(opened.out).toMatch(/scheme +stripe/);
    expect(opened.out).not.toContain('0123456789');
    expect((await type('webhooks', 'list', 'shop')).out).toMatch(/customers +stripe +data\.object\.id/);
  });

  it('are changed, unless another change came between', async () => {
    const id = await idOf();
    const changed = await type('webhooks', 'change', id, '--id-path', 'data.id', '--revision', '1');
    expect(changed).toMatchObject({ code: 0, err: '' });
    expect((await type('webhooks', 'show', id)).out).toMatch(/id path +data\.id\n[^]*revision +2/);
    const stale = await type('webhooks', 'change', id, '--scheme', 'github', '--revision', '1');
    expect([stale.code, stale.err]).toEqual([expect.any(Number), expect.stringContaining('revision 2')]);
    expect((await type('webhooks', 'change', id)).code).toBe(2);
  });

  it('are given another secret', async () => {
    const id = await idOf();
    const rotated = await type('webhooks', 'rotate', id, '--valid-for', '60');
    expect(rotated.out).toMatch(/secret +\S+ +\(shown this once\)/);
    expect(rotated.out).toContain('the old secret counts until');
    expect((await type('webhooks', 'rotate', id, '--valid-for', '0')).out).toContain('counts no more');
  });

  it('say what was delivered, and take it again', async () => {
    const id = await idOf();
    expect((await type('webhooks', 'deliveries', id, '--state', 'rejected')).out).toContain(
      'Nothing was delivered',
    );
    const again = await type('webhooks', 'redeliver', id, '--since', '2026-01-01T00:00:00Z', '--limit', '5');
    expect(again.out).toContain('0 delivered again, 0 ignored, 0 cannot be read');
  });

  it('that could take nothing are refused with the place that is wrong', async () => {
    const hmac = await add('--scheme', 'hmac');
    expect([hmac.code, hmac.err]).toEqual([2, expect.stringContaining('hmac')]);
    expect((await add('--scheme', 'pigeon')).code).toBe(2);
  });
});
