import { setTimeout as sleep } from 'node:timers/promises';
import type { ListView, PushSummary } from '@evenkeel/contracts-admin';
import { startEngine } from './testing/start-engine.js';
import { typeIn, type Seen } from './testing/type-in.js';

const engine = startEngine();
const type = (given: string) => typeIn(given.split(' '), { url: engine.url });
const jsonOf = <T>({ out }: Seen) => JSON.parse(out) as T;
const uncertain = async () =>
  jsonOf<ListView<PushSummary>>(await type('pushes list --job out --state uncertain --json')).items;

const until = async (isSo: () => Promise<boolean>) => {
  while (!(await isSo())) await sleep(100);
};

/** Nothing tells what became of a write to it whose answer was lost. */
const BLIND = { keyLifetimeSeconds: null, lookUp: null };

beforeAll(async () => {
  const add = (name: string, settings: object) =>
    typeIn(['connections', 'add', name, '--connector', 'simulator', '--settings', '-'], {
      url: engine.url,
      stdin: JSON.stringify({ baseUrl: engine.provider.url, ...settings }),
    });
  await add('shop', {});
  await add('blind', { writes: BLIND });
  const reading = 'jobs add in --connection shop --stream customers --record-type customer --mode full';
  expect(await type(reading)).toMatchObject({ code: 0 });
  expect(await type('run in --watch')).toMatchObject({ code: 0 });
});

describe('a job that goes out', () => {
  const job = 'jobs add out --stream devices --record-type customer --direction outbound --connection';

  it('is refused where its stream is only read, or it asks for what it cannot do', async () => {
    expect((await type(`${job} shop`)).err).toContain('is only read');
    expect((await type(`${job} blind --fields id`)).err).toContain('fields');
  });

  it('creates nothing where the provider has records, unless that is said', async () => {
    expect(await type(`${job} blind --filter {"field":"id","matches":"0000000\\\\d$"}`)).toMatchObject({
      code: 0,
    });
    expect((await type('run out --watch')).out).toContain('has records already');
    expect((await type('jobs change out --creates-unpaired')).code).toBe(0);
  });

  it('pushes what another job has read', async () => {
    engine.provider.control({ faults: 'reset-after:times=1:on=create' });
    const ran = await type('run out --watch --json');
    expect(ran.out).toContain('"in_doubt":1');
    expect((await type('jobs show out')).out).toMatch(/pushes +customer[^]*into +devices of blind/);
  });

  it('asks a person about a write of which nothing tells what became of it', async () => {
    await until(async () => (await uncertain()).length === 1);
    const [push] = await uncertain();
    expect((await type('status')).out).toContain('pushes list --job out --state uncertain');
    expect((await type(`pushes show ${push!.id}`)).out).toMatch(/state +uncertain[^]*pushes settle/);
    expect((await type(`pushes settle ${push!.id} --outcome applied`)).err).toContain('externalId');
    const settled = await typeIn(
      ['pushes', 'settle', push!.id, '--outcome', 'applied', '--external-id', 'x1', '--reason', 'seen'],
      { url: engine.url },
    );
    expect(settled.out).toMatch(/settled +by .*: seen/);
    expect(await uncertain()).toEqual([]);
    expect((await type(`pushes settle ${push!.id} --outcome not-applied`)).err).toContain('no question');
  });

  it('has nothing open in the end', async () => {
    const none = async () => (await type('pushes list --job out')).out.includes('Every write is answered');
    await until(none);
  });
});
