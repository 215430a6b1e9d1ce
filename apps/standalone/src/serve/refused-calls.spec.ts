import type { Answer } from '../testing/small-provider.js';
import { StandaloneWorld } from '../testing/standalone-world.js';

const world = new StandaloneWorld();
const DAY_MS = 86_400_000;
const LISTING = {
  path: '/rows',
  recordsPath: 'data',
  pagination: { kind: 'cursor', param: 'cursor', nextPath: 'next' },
};
const full = (job: string) => world.run(job, { mode: 'full' });
const asked: string[] = [];
const callsOf = (cursor: string) => asked.filter((given) => given === cursor).length;

/** Three pages; where this gives an answer for a page, that one. */
function breaks(answer: (page: number) => Answer | undefined): void {
  asked.length = 0;
  world.provider.script = (url) => {
    const page = Number(url.searchParams.get('cursor') ?? 1);
    asked.push(String(page));
    const data = [{ id: `p${page}` }];
    return answer(page) ?? { body: { data, next: page < 3 ? String(page + 1) : null } };
  };
}

describe('a provider that wants to be left alone', () => {
  it('for two years ends the run at once, with until when, and is not called again', async () => {
    const until = new Date(Date.now() + 700 * DAY_MS);
    breaks(() => ({ status: 429, headers: { 'retry-after': until.toUTCString() }, body: {} }));
    await world.addJob('two years', LISTING);
    const run = await full('two years');
    expect(run).toMatchObject({
      status: 'failed',
      reason: { kind: 'rate_limited' },
      receipt: { fetched: 0 },
    });
    const host = new URL(world.provider.url).host;
    const day = until.toISOString().slice(0, 10);
    expect(run.reason?.message).toContain(`${host} asked us (429, Retry-After) not to call before ${day}`);
    expect(run.durationMs).toBeLessThan(5_000);
    await full('two years');
    expect(asked).toEqual(['1']);
  });

  it('keeps no job of another one waiting, however many wait for it', async () => {
    breaks(() => ({ status: 429, headers: { 'retry-after': '63072000' }, body: {} }));
    const names = Array.from({ length: 9 }, (_, nth) => `busy ${nth}`);
    for (const name of names) await world.addJob(name, LISTING);
    await Promise.all(names.map(full));
    breaks(() => undefined);
    await world.addJob('well', LISTING);
    const run = await full('well');
    expect(run).toMatchObject({ status: 'completed', receipt: { created: 3 } });
    expect(run.durationMs).toBeLessThan(5_000);
  });

  it('for thirty days in the middle of a listing is asked for that page once', async () => {
    breaks((page) =>
      page === 2 ? { status: 503, headers: { 'retry-after': '2592000' }, body: {} } : undefined,
    );
    await world.addJob('thirty days', LISTING);
    const run = await full('thirty days');
    expect(run).toMatchObject({ status: 'failed', reason: { kind: 'provider_unavailable' } });
    expect(callsOf('2')).toBe(1);
    await full('thirty days');
    expect(asked).toEqual(['1', '2']);
  });

  it('is said at once to a person who checks its connection, who can lift the pause', async () => {
    breaks(() => ({ status: 429, headers: { 'retry-after': '3600' }, body: {} }));
    await world.addJob('checked', LISTING);
    await full('checked');
    const began = performance.now();
    const check = await world.admin.call('checkConnection', { connection: 'checked' });
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(JSON.stringify(check)).toContain('asked us (429, Retry-After) not to call before 2');
    breaks(() => undefined);
    await world.admin.call('resumeCalls', { connection: 'checked' });
    expect(await full('checked')).toMatchObject({ status: 'completed', receipt: { created: 3 } });
  });
});

it('one call of many that is refused for its credentials is tried again, and the connection stays active', async () => {
  breaks((page) => (page === 2 && callsOf('2') === 1 ? { status: 401, body: {} } : undefined));
  await world.addJob('one refusal', LISTING);
  expect(await full('one refusal')).toMatchObject({ status: 'completed', receipt: { created: 3 } });
  expect(callsOf('2')).toBe(2);
  const { items } = await world.admin.call('listConnections', { limit: 100 });
  expect(items.find(({ name }) => name === 'one refusal')).toMatchObject({ status: 'active' });
});
