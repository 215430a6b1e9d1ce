import type { ConflictSummary, ListView } from '@evenkeel/contracts-admin';
import { startEngine } from './testing/start-engine.js';
import { typeIn, type Seen } from './testing/type-in.js';

const engine = startEngine();
const type = (given: string) => typeIn(given.split(' '), { url: engine.url });
const jsonOf = <T>({ out }: Seen) => JSON.parse(out) as T;
const open = async () => jsonOf<ListView<ConflictSummary>>(await type('conflicts list --json')).items;
const IDS = ['cus_00000001', 'cus_00000002', 'cus_00000003'];

beforeAll(async () => {
  await typeIn(['connections', 'add', 'crm', '--connector', 'simulator', '--settings', '-'], {
    url: engine.url,
    stdin: JSON.stringify({
      baseUrl: engine.provider.url,
      writes: { keyLifetimeSeconds: null, lookUpSettlesMs: 200 },
    }),
  });
  const job =
    'jobs add people --connection crm --stream customers --record-type person --direction bidirectional';
  expect(await type(`${job} --conflict-policy {"strategy":"manual"}`)).toMatchObject({ code: 0 });
  expect(await type('run people --watch')).toMatchObject({ code: 0 });
  for (const id of IDS) await type(`records set person ${id} name=Ann`);
  engine.provider.control({ edit: { stream: 'customers', ids: IDS, set: { name: 'Eve' } } });
  await type('run people --watch');
});

it('what both sides changed is listed, named by the status, and shown side by side', async () => {
  expect(await open()).toHaveLength(3);
  const [{ id, recordId }] = (await open()) as [ConflictSummary];
  expect((await type('conflicts list')).out).toMatch(/data +name +open/);
  expect((await type('status')).out).toContain('conflicts list --job people');
  expect((await type(`records show person ${IDS[0]}`)).out).toMatch(/conflicted[^]*waits for a decision/);
  const { out } = await type(`conflicts show ${id}`);
  expect(out).toMatch(/FIELD +BASE +LOCAL +REMOTE\nname +".*" +"Ann" +"Eve"/);
  expect(out).toContain(`record        ${recordId} (person)`);
  expect(out).toContain(`evenkeel conflicts resolve ${id} --take local|remote|base`);
});

it.each([
  ['conflicts resolve', 'says not what'],
  ['conflicts resolve --take local', 'says not which'],
  ['conflicts resolve --job people --take local', '--preview first'],
  ['conflicts resolve --job people --field name', 'names no side'],
  ['conflicts resolve 01a228e4-0000-7000-8000-000000000001 --preview --take base', 'of many conflicts'],
])('%s says what is missing', async (command, said) => {
  const { code, err } = await type(command);
  expect([code, err]).toEqual([2, expect.stringContaining(said)]);
});

it('one is decided by a value, carried out by a run, and taken back', async () => {
  const [{ id }] = (await open()) as [ConflictSummary];
  expect((await type(`conflicts resolve ${id} --field nam=local`)).err).toContain('did you mean name?');
  expect((await type(`conflicts resolve ${id} --take base --revision 9`)).code).toBe(1);
  const decided = await type(`conflicts resolve ${id} --value name=Ada --reason called --revision 1`);
  expect(decided.out).toContain('evenkeel run people');
  expect((await type('conflicts list --state waiting')).out).toContain('decided, waits for a run');
  expect((await type('run people --watch')).code).toBe(0);
  expect((await type(`conflicts show ${id}`)).out).toMatch(/name: "Ada"[^]*carried out[^]*conflicts undo/);
  expect((await type(`conflicts undo ${id} --reason no`)).out).toContain('its conflict is open again');
});

it('many are decided as they were previewed', async () => {
  const preview = await type('conflicts resolve --job people --take remote --preview');
  const revision = /--revision (\d+)/.exec(preview.out)?.[1];
  expect(preview.out).toContain('Would decide 3 of 3 conflicts');
  expect((await type(`conflicts resolve --job people --take remote --revision ${revision}`)).out).toContain(
    'Decided 3 of 3 conflicts',
  );
  await type('run people --watch');
  expect((await type('conflicts list')).out).toContain('No conflict waits for a decision');
});
