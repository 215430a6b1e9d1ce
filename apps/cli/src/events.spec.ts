import { setTimeout as sleep } from 'node:timers/promises';
import type { EventView, ExecutionView } from '@evenkeel/contracts-admin';
import { startEngine } from './testing/start-engine.js';
import { typeIn, type Seen, type Typing } from './testing/type-in.js';

const engine = startEngine();
const type = (given: string, typing: Partial<Typing> = {}) =>
  typeIn(given.split(' '), { url: engine.url, ...typing });
const jsonOf = <T>({ out }: Seen) => JSON.parse(out) as T;

let run: ExecutionView;

beforeAll(async () => {
  const settings = JSON.stringify({ baseUrl: engine.provider.url });
  await typeIn(['connections', 'add', 'shop', '--connector', 'simulator', '--settings', '-'], {
    url: engine.url,
    stdin: settings,
  });
  await type('jobs add customers --connection shop --stream customers --record-type customer --mode full');
  run = jsonOf<ExecutionView>(await type('run customers --watch --json'));
});

const until = async (isSo: () => Promise<boolean>) => {
  const endMs = performance.now() + 10_000;
  while (!(await isSo())) {
    expect(performance.now()).toBeLessThan(endMs);
    await sleep(50);
  }
};

it('lists what happened in a run from its first event on, a line each', async () => {
  await until(async () => (await type(`events --execution ${run.id}`)).out.includes('sync.completed'));
  const { code, out } = await type(`events --execution ${run.id} --type sync`);
  expect(code).toBe(0);
  const lines = out.split('\n');
  expect(lines.map((line) => line.split(/ +/)[1])).toEqual([
    'sync.triggered',
    'sync.started',
    'sync.completed',
  ]);
  expect(lines.at(-1)).toMatch(
    / customers +executions\/\S+ +status=completed +attempt=1 +fetched=1000 +created=1000/,
  );
});

it('lists the latest events of a job as JSON, each a CloudEvent', async () => {
  const { items } = jsonOf<{ items: EventView[] }>(await type('events --job customers --limit 2 --json'));
  expect(items).toHaveLength(2);
  expect(items.at(-1)).toMatchObject({ specversion: '1.0', type: 'sync.completed' });
});

it('follows what happens until Ctrl-C', async () => {
  const interruption = new AbortController();
  const following = type('events --follow --type sync --job customers', {
    interrupted: interruption.signal,
    onPrint: (line) => {
      if (line.includes('sync.completed')) interruption.abort();
    },
  });
  // Only what happens from now on is told: the stream has to be open.
  await sleep(500);
  await type('run customers --wait');
  const seen = await following;
  expect(seen).toMatchObject({ code: 0, err: '' });
  expect(seen.out.split('\n').map((line) => line.split(/ +/)[1])).toEqual([
    'sync.triggered',
    'sync.started',
    'sync.completed',
  ]);
});

it('says so where nothing is like that, and what is not known', async () => {
  expect(await type('events --type conflict')).toMatchObject({ code: 0, out: 'No event is like that' });
  expect(await type('events --type nonsense')).toMatchObject({ code: 2 });
  expect(await type('events --execution 0196f5a0-0000-7000-8000-00000000ffff --follow')).toMatchObject({
    code: 1,
  });
});

it('is told at once where no engine answers', async () => {
  const seen = await type('events --follow', { url: 'http://127.0.0.1:9' });
  expect(seen).toMatchObject({ code: 1 });
  expect(seen.err).toContain('does not answer');
});
