import type { ConcernList, ExecutionSummary, ListView } from '@evenkeel/contracts-admin';
import { startEngine } from './testing/start-engine.js';
import { typeIn, type Seen } from './testing/type-in.js';

const engine = startEngine();
const type = (given: string) => typeIn(given.split(' '), { url: engine.url });
type ExecutionList = ListView<ExecutionSummary>;
const jsonOf = <T>({ out }: Seen) => JSON.parse(out) as T;
const kinds = async () => jsonOf<ConcernList>(await type('status --json')).items.map(({ kind }) => kind);

beforeAll(async () => {
  const settings = JSON.stringify({ baseUrl: engine.provider.url });
  for (const name of ['shop', 'other']) {
    const add = ['connections', 'add', name, '--connector', 'simulator', '--settings', '-'];
    await typeIn(add, { url: engine.url, stdin: settings });
  }
  const add = 'jobs add customers --connection shop --stream customers --record-type customer --mode full';
  expect(await type(`${add} --delete-percent 0 --delete-records 2`)).toMatchObject({ code: 0 });
  const orders = 'jobs add orders --connection other --stream invoices --record-type order --mode full';
  expect(await type(`${orders} --no-retry`)).toMatchObject({ code: 0 });
});

/** Every command that is named, typed as it stands. */
async function typeAll({ out }: Seen): Promise<readonly (readonly [string, number])[]> {
  const commands = out.split('\n').flatMap((line) => /^ +evenkeel (.+)$/.exec(line)?.[1] ?? []);
  const codes: [string, number][] = [];
  for (const command of commands) codes.push([command, (await type(command)).code]);
  return codes;
}

it('says that nothing asks for anybody, and then all is well', async () => {
  expect(await type('run customers --watch')).toMatchObject({ code: 0 });
  expect(await type('status')).toMatchObject({ code: 0, out: 'Nothing asks for you.' });
  expect((await type('engine status')).out).toContain('Nothing asks for you.');
  const doctor = await type('doctor');
  expect(doctor).toMatchObject({ code: 0 });
  expect(doctor.out).toContain('All is well.');
});

it('is one screen of what asks for a person, each with a command that there is', async () => {
  const ids = [20, 21, 22].map((n) => `cus_${String(n).padStart(8, '0')}`);
  engine.provider.control({ delete: { stream: 'customers', ids } });
  await type('run customers --watch');
  await type('pause --connection shop');
  engine.provider.control({ faults: 'server-error:status=403:stream=invoices' });
  await type('run orders --watch');
  const seen = await type('status');
  expect(seen.code).toBe(1);
  expect(seen.out).toMatch(/^\d things ask for you:\n/);
  expect(seen.out).toMatch(/needs attention +other: .*403/);
  expect(seen.out).toMatch(/held +shop: It is paused by cli:/);
  expect(seen.out).toMatch(/approval +customers: These records would become inactive.*\(3 records, since /);
  expect(seen.out).toMatch(/fails +orders: .*403/);
  const typed = await typeAll(seen);
  expect(typed.map(([command]) => command.replace(/[0-9a-f-]{36}/, 'ID'))).toEqual([
    'connections check other',
    'start --connection shop',
    'approvals show ID',
    'executions show ID',
  ]);
  // One of its streams is refused still, and a check says so.
  expect(typed.filter(([, code]) => code !== 0)).toEqual([['connections check other', 1]]);
});

it('lists the runs that failed, and only these, and watches one that has ended', async () => {
  const { items } = jsonOf<ExecutionList>(await type('executions list --failed --json'));
  expect(items).toMatchObject([{ job: { name: 'orders' }, status: 'failed' }]);
  expect((await type('executions list --status timed_out')).out).toBe('No execution is like that');
  expect(await type('executions list --status broken')).toMatchObject({ code: 2 });
  const watched = await type(`executions watch ${items[0]?.id}`);
  expect(watched.code).toBe(1);
  expect(watched.out).toMatch(/^orders: failed in /);
});

it('is told by doctor and engine status as well: not all is well beside it', async () => {
  const doctor = await type('doctor');
  expect(doctor.code).toBe(1);
  expect(doctor.out).toMatch(/FAIL {2}approval +customers: /);
  expect(doctor.out).not.toContain('All is well');
  expect((await type('engine status')).out).toContain('things ask for you');
});

it('goes away with its cause', async () => {
  expect(await kinds()).toEqual(['approval_waiting', 'job_failing']);
  engine.provider.control({ faults: '' });
  await type('run orders --watch');
  const { items } = jsonOf<ConcernList>(await type('status --json'));
  await type(`approvals grant ${items[0]?.id} --watch`);
  expect(await kinds()).toEqual([]);
});
