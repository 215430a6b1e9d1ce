import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineSettingList, ExecutionView } from '@evenkeel/contracts-admin';
import { startEngine } from '../testing/start-engine.js';
import { typeIn, type Seen } from '../testing/type-in.js';

const engine = startEngine();
const type = (given: string): Promise<Seen> => typeIn(given.split(' '), { url: engine.url });
const jsonOf = <T>({ out }: Seen) => JSON.parse(out) as T;
const last = async () =>
  jsonOf<{ items: ExecutionView[] }>(await type('executions list --job customers --json')).items[0];
const show = async (id: string) => jsonOf<ExecutionView>(await type(`executions show ${id} --json`));

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (const endMs = performance.now() + 15_000; performance.now() < endMs; await sleep(50)) {
    const seen = await look();
    if (seen !== undefined) return seen;
  }
  throw new Error('It never came to be');
}

/** A run that has applied something and has much left. */
async function startRun(): Promise<ExecutionView> {
  engine.provider.control({ latencyMs: 100 });
  const before = (await last())?.id;
  await type('run customers --full');
  return until(async () => {
    const run = await last();
    return run !== undefined && run.id !== before && run.receipt.fetched > 0 ? run : undefined;
  });
}

beforeAll(async () => {
  await typeIn(['connections', 'add', 'shop', '--connector', 'simulator', '--settings', '-'], {
    url: engine.url,
    stdin: JSON.stringify({ baseUrl: engine.provider.url }),
  });
  await type('jobs add customers --connection shop --stream customers --record-type customer');
});

it('pauses a run, and lets it go on where it stood', async () => {
  const { id } = await startRun();
  const paused = await type(`pause ${id}`);
  expect(paused).toMatchObject({ code: 0 });
  expect(paused.out).toMatch(/^Paused: customers after [\d,]+ records/);
  await until(async () => ((await show(id)).chunks[0]?.state === 'assigned' ? true : undefined));
  const { receipt } = await show(id);
  expect(receipt.fetched).toBeLessThan(1000);
  expect((await type(`executions show ${id}`)).out).toMatch(/held by +user/);
  engine.provider.control({ latencyMs: 0 });
  const resumed = await type(`resume ${id} --watch`);
  expect(resumed).toMatchObject({ code: 0 });
  expect(resumed.out).toContain('balanced: 1,000 fetched');
});

it.each(['--connection shop', '--engine'])('holds with %s what runs, and lets it go on', async (target) => {
  const { id } = await startRun();
  expect((await type(`pause ${target}`)).out).toMatch(/1 run held/);
  await until(async () => ((await show(id)).status === 'paused' ? true : undefined));
  expect((await type(`resume ${id}`)).err).toMatch(/is paused: resume the/);
  engine.provider.control({ latencyMs: 0 });
  await type(`resume ${target}`);
  await until(async () => ((await show(id)).status === 'completed' ? true : undefined));
});

it('answers later what asks for a run while the engine is stopped', async () => {
  engine.provider.control({ latencyMs: 0 });
  const before = (await last())?.id;
  expect((await type('stop --engine')).out).toContain('evenkeel start --engine');
  const accepted = await type('run customers');
  expect((await type('engine status')).out).toMatch(
    /engine +stopped by cli:[^]*waiting +0 runs queued, 1 requests not answered/,
  );
  expect(accepted.code).toBe(0);
  expect(accepted.err).toContain('the engine is stopped');
  await sleep(100);
  expect((await last())?.id).toBe(before);
  await type('start --engine');
  await until(async () => {
    const run = await last();
    return run?.id !== before && run?.status === 'completed' ? true : undefined;
  });
});

it.each(['pause', 'resume', 'stop', 'pause some-id --engine', 'stop --engine --connection shop'])(
  'asks what is meant by `%s`',
  async (given) => {
    const seen = await type(given);
    expect(seen).toMatchObject({ code: 2, out: '' });
    expect(seen.err).toMatch(/--connection NAME or --engine/);
  },
);

it('changes settings of the whole engine while it runs, all of them or none', async () => {
  const wrong = await type('engine config set DISPATCH_PER_TENANT=8 log_level=loud');
  expect(wrong).toMatchObject({ code: 2, out: '' });
  expect(wrong.err).toContain('settings.LOG_LEVEL: give one of debug, info, warn, error, silent');
  const set = await type('engine config set DISPATCH_PER_TENANT=8 log_level=silent');
  expect(set.out).toMatch(/^DISPATCH_PER_TENANT +8 +environment, or 256 +cli:\S+/m);
  expect((await type('engine config show log_level')).out).toMatch(/^LOG_LEVEL +silent +environment +cli:/m);
  const unset = await type('engine config unset DISPATCH_PER_TENANT LOG_LEVEL --json');
  expect(jsonOf<EngineSettingList>(unset).items.filter(({ value }) => value !== null)).toEqual([]);
  expect(await type('engine config show LOGLEVEL')).toMatchObject({ code: 2 });
  expect(await type('engine config set LOG_LEVEL')).toMatchObject({ code: 2 });
});
