import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CallPostponed, LONGEST_PAUSE_MS, type JsonObject } from '@evenkeel/domain';
import { startProvingServer, type WireAnswer } from './testing/proving-server.js';

const page = readFileSync(join(__dirname, '..', '..', '..', '..', 'docs', 'rest.md'), 'utf8');
const files = [...page.matchAll(/^```json limits\n([^]*?)^```$/gm)].map(([, text = '']) => text);
const server = startProvingServer();
const data = { data: [{ id: 1 }] };

/** What a provider of each example answers that is used up, and for how long it is left alone then. */
const USED_UP: Readonly<Record<string, { readonly answer: () => WireAnswer; readonly waitMs: number }>> = {
  'limits in headers of its own': {
    answer: () => ({
      headers: {
        ...{ 'X-Minute-Left': '12', 'X-Minute-Reset': '30' },
        ...{ 'X-Day-Left': '100', 'X-Day-Reset': new Date(Date.now() + 7_200_000).toISOString() },
      },
      body: data,
    }),
    waitMs: 7_200_000,
  },
  'a bucket that fills up': {
    answer: () => ({ headers: { 'X-Call-Limit': '40/40' }, body: data }),
    waitMs: 4_000,
  },
  'the cost of a query': {
    answer: () => ({
      body: {
        data: { orders: { nodes: [{ id: 1 }] } },
        extensions: {
          cost: { throttleStatus: { maximumAvailable: 2000, currentlyAvailable: 200, restoreRate: 50 } },
        },
      },
    }),
    waitMs: 6_020,
  },
  'a wait in the body': {
    answer: () => ({ status: 400, body: { error: { code: 'TOO_FAST', retryIn: '2m5s' } } }),
    waitMs: 125_000,
  },
};

const open = (settings: JsonObject) => server.open(settings, {});
const settingsWith = (rateLimits: readonly object[], errors: readonly object[] = []): JsonObject =>
  ({
    baseUrl: server.baseUrl(),
    streams: { things: { path: '/things', recordsPath: 'data' } },
    ...{ rateLimits, errors },
  }) as unknown as JsonObject;
const page1 = { cursor: null, pageSize: 1, since: null };
async function waitAfter(settings: JsonObject, answer: () => WireAnswer): Promise<CallPostponed | undefined> {
  server.answer = answer;
  const [name = ''] = Object.keys(settings['streams'] as object);
  const { readPage } = await open(settings).stream(name);
  const read = () =>
    readPage(page1).then(
      () => undefined,
      (error: unknown) => error,
    );
  const failures = [await read(), await read()];
  return failures.find((failure) => failure instanceof CallPostponed);
}

it('each example of the page has a provider that is used up', () => {
  const names = files.map((text) =>
    Object.keys((JSON.parse(text) as JsonObject)['streams'] as object).join(),
  );
  expect(names.sort()).toEqual(Object.keys(USED_UP).sort());
});

it.each(files)(
  'an example of docs/rest.md leaves its provider alone, before it refuses: %s',
  async (text) => {
    const settings = JSON.parse(text.replaceAll('https://api.example.com', server.baseUrl())) as JsonObject;
    const { answer, waitMs } = USED_UP[Object.keys(settings['streams'] as object).join()]!;
    const postponed = await waitAfter(settings, answer);
    expect(server.asked).toHaveLength(1);
    expect(postponed?.errorClass).toBe('rate_limit');
    expect(Math.abs((postponed?.waitMs ?? 0) - waitMs)).toBeLessThan(1_500);
  },
);

describe('a limit in headers', () => {
  const limit = { remaining: 'X-Left', reset: 'X-Reset' };
  const answer =
    (left: string, reset: string, status = 200) =>
    () => ({
      ...{ status, headers: { 'x-left': left, 'x-reset': reset }, body: data },
    });

  it('is no reason to wait while something is left, or where its end is past or not told', async () => {
    for (const [left, reset] of [
      ['1', '60'],
      ['0', '-60'],
      ['0', '0'],
      ['0', 'soon'],
      ['none', '60'],
      ['', ''],
    ] as const)
      expect(await waitAfter(settingsWith([limit]), answer(left, reset))).toBeUndefined();
    const past = { ...limit, resetAs: 'unix' };
    expect(await waitAfter(settingsWith([past]), answer('0', '60'))).toBeUndefined();
  });

  it('is believed for a day', async () => {
    const postponed = await waitAfter(settingsWith([limit]), answer('0', '99999999999'));
    expect(postponed?.waitMs).toBeLessThanOrEqual(LONGEST_PAUSE_MS);
    expect(postponed?.waitMs).toBeGreaterThan(LONGEST_PAUSE_MS - 5_000);
  });

  it('is measured by the clock of the provider', async () => {
    const [ours, theirs] = [Date.now(), Date.now() - 3_600_000];
    const reset = String(Math.round(theirs / 1000) + 60);
    const postponed = await waitAfter(settingsWith([{ ...limit, resetAs: 'unix' }]), () => ({
      headers: { date: new Date(theirs).toUTCString(), 'x-left': '0', 'x-reset': reset },
      body: data,
    }));
    expect(Math.abs((postponed?.waitMs ?? 0) - 60_000)).toBeLessThan(3_000);
    expect(Date.now() - ours).toBeLessThan(5_000);
  });

  it.each([429, 403])(
    'that is used up is why a call was refused with %i, and says until when',
    async (status) => {
      const postponed = await waitAfter(settingsWith([{ ...limit, reserve: 5 }]), answer('0', '90', status));
      expect(Math.abs((postponed?.waitMs ?? 0) - 90_000)).toBeLessThan(1_500);
      expect(server.asked).toHaveLength(1);
    },
  );

  it('is none where a call is refused though something is left', async () => {
    server.answer = answer('3', '90', 403);
    const { readPage } = await open(settingsWith([limit])).stream('things');
    await expect(readPage(page1)).rejects.toMatchObject({ code: 'provider.unauthorized' });
  });
});

describe('a wait that a rule of errors finds', () => {
  const busy = { bodyPath: 'error', code: 'provider.rate_limited' };

  it.each<[object, WireAnswer, number]>([
    [{ bodyPath: 'wait', as: 'ms' }, { body: { error: 1, wait: 61_000 } }, 61_000],
    [{ header: 'X-Wait' }, { body: { error: 1 }, headers: { 'x-wait': '62' } }, 62_000],
    [
      { bodyPath: 'until', as: 'unix' },
      { status: 500, body: { error: 1, until: Math.ceil(Date.now() / 1000) + 63 } },
      63_000,
    ],
  ])('%j is kept to', async (retryAfter, answer, waitMs) => {
    const postponed = await waitAfter(settingsWith([], [{ ...busy, retryAfter }]), () => answer);
    expect(Math.abs((postponed?.waitMs ?? 0) - waitMs)).toBeLessThan(5_000);
  });

  it('goes before the usual header, which counts where there is none', async () => {
    const rules = [{ ...busy, retryAfter: { bodyPath: 'wait' } }];
    const headers = { 'retry-after': '300' };
    const both = await waitAfter(settingsWith([], rules), () => ({
      status: 429,
      body: { error: 1, wait: 70 },
      headers,
    }));
    expect(Math.round((both?.waitMs ?? 0) / 10_000)).toBe(7);
    const usual = await waitAfter(settingsWith([], rules), () => ({
      status: 429,
      body: { error: 1, wait: 'x' },
      headers,
    }));
    expect(Math.round((usual?.waitMs ?? 0) / 10_000)).toBe(30);
  });

  it('is told with where it was found', async () => {
    const rules = [{ ...busy, retryAfter: { bodyPath: 'wait' } }];
    const postponed = await waitAfter(settingsWith([], rules), () => ({
      status: 409,
      body: { error: 1, wait: 70 },
    }));
    expect(postponed?.message).toMatch(/asked us \(409, wait\) not to call before .*Z$/);
  });
});
