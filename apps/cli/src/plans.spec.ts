import type { ExecutionView, PlanView } from '@evenkeel/contracts-admin';
import { startEngine } from './testing/start-engine.js';
import { typeIn, type Seen } from './testing/type-in.js';

const engine = startEngine();
const type = (given: string) => typeIn(given.split(' '), { url: engine.url });
const jsonOf = <T>({ out }: Seen) => JSON.parse(out) as T;
const preview = async (job: string) => jsonOf<PlanView>(await type(`preview ${job} --watch --json`));

beforeAll(async () => {
  const settings = JSON.stringify({ baseUrl: engine.provider.url });
  await typeIn(['connections', 'add', 'shop', '--connector', 'simulator', '--settings', '-'], {
    url: engine.url,
    stdin: settings,
  });
  const job = 'jobs add customers --connection shop --stream customers --record-type customer --mode full';
  expect(await type(job)).toMatchObject({ code: 0 });
  expect(
    await type(
      'jobs add devices --connection shop --stream devices --record-type device --mode full --requires-approval',
    ),
  ).toMatchObject({ code: 0 });
});

describe('preview', () => {
  it('says what a run would do, and writes nothing', async () => {
    const seen = await type('preview customers --watch');
    expect(seen).toMatchObject({ code: 0 });
    expect(seen.out).toMatch(/state +ready\n/);
    expect(seen.out).toMatch(/new +1,000\n +changed +0\n +unchanged +0\n/);
    expect(seen.out).toMatch(/takes 10 provider calls/);
    expect((await type('records list customer')).out).toContain('No record of type customer');
  });

  it('shows its changes field by field', async () => {
    const { id } = await preview('customers');
    const shown = await type(`plan show ${id} --diffs`);
    expect(shown.out).toMatch(/new cus_00000001\n[^]* \+ email: "/);
    expect((await type('plan list --job customers')).out).toContain(id);
  });
});

describe('run --plan', () => {
  it('does exactly what the plan foresees, once', async () => {
    const { id } = await preview('customers');
    const ran = await type(`run --plan ${id} --watch`);
    expect(ran.out).toContain('balanced: 1,000 fetched = 1,000 created');
    expect(ran.code).toBe(0);
    const again = await type(`run --plan ${id}`);
    expect(again).toMatchObject({ code: 1 });
    expect(again.err).toContain('was carried out by execution');
    expect(await preview('customers')).toMatchObject({ counts: { new: 0, changed: 0, unchanged: 1000 } });
  });

  it('plans anew what has moved since, and never overwrites it', async () => {
    engine.provider.control({ edit: { stream: 'customers', count: 3 } });
    const { id, counts } = await preview('customers');
    expect(counts).toMatchObject({ new: 0, changed: 3, unchanged: 997 });
    engine.provider.control({ edit: { stream: 'customers', count: 2 } });
    const ran = jsonOf<ExecutionView>(await type(`run --plan ${id} --watch --json`));
    const { updated } = ran.receipt.outcomes;
    const planned = ran.receipt.outcomes['planned'] ?? 0;
    expect(planned).toBe(2);
    expect(ran).toMatchObject({ status: 'completed', receipt: { balanced: true, fetched: 1000 } });
    expect(updated).toBeLessThanOrEqual(3);
    const [moved] = jsonOf<{ items: PlanView[] }>(await type('plan list --job customers --json')).items;
    expect(moved).toMatchObject({ state: 'ready', counts: { changed: 2, new: 0 } });
    const rest = jsonOf<ExecutionView>(await type(`run --plan ${moved!.id} --watch --json`));
    expect(rest).toMatchObject({ status: 'completed', receipt: { outcomes: { updated: 2, planned: 0 } } });
  });
});

describe('a job that requires approval', () => {
  it('waits with its plan, and goes on when somebody approves it', async () => {
    const waiting = await type('run devices --watch');
    expect(waiting.code).toBe(1);
    expect(waiting.out).toContain('awaiting approval');
    const [, id] = /evenkeel plan approve ([0-9a-f-]+)/.exec(waiting.out) ?? [];
    expect((await type('records list device')).out).toContain('No record of type device');
    expect((await type(`plan approve ${id}`)).out).toMatch(/state +approved/);
    const { executionId } = jsonOf<PlanView>(await type(`plan show ${id} --json`));
    const ended = async () => jsonOf<ExecutionView>(await type(`executions show ${executionId} --json`));
    while (!(await ended()).ended) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await ended()).toMatchObject({
      status: 'completed',
      receipt: { balanced: true, created: 1000, outcomes: { planned: 1000, created: 1000 } },
    });
    expect((await type(`plan approve ${id}`)).err).toContain('was carried out');
  });

  it('is cancelled when somebody rejects it', async () => {
    await type('run devices --watch');
    const [plan] = jsonOf<{ items: PlanView[] }>(await type('plan list --job devices --json')).items;
    expect((await type(`plan reject ${plan!.id}`)).out).toMatch(/state +rejected/);
    const [run] = jsonOf<{ items: ExecutionView[] }>(
      await type('executions list --job devices --json'),
    ).items;
    expect(run).toMatchObject({ status: 'cancelled', receipt: { created: 0 } });
  });
});

describe('an inventory', () => {
  const reads = () => Object.keys(engine.provider.showStats().reads).length;

  beforeAll(async () => {
    const settings = JSON.stringify({ baseUrl: engine.provider.url, shape: 'inventory' });
    await typeIn(['connections', 'add', 'depot', '--connector', 'simulator', '--settings', '-'], {
      url: engine.url,
      stdin: settings,
    });
    const job = 'jobs add stock --connection depot --stream devices --record-type stock --mode full';
    expect(await type(job)).toMatchObject({ code: 0 });
  });

  it('is read record by record the first time', async () => {
    engine.provider.control({ resetStats: true });
    const seen = await type('run stock --watch');
    expect(seen.out).toContain('balanced: 1,000 fetched = 1,000 created');
    expect(reads()).toBe(1000);
  }, 60_000);

  it('and then only where a version is another: no call is made for the others, which are still seen', async () => {
    engine.provider.control({ resetStats: true, edit: { stream: 'devices', count: 7 } });
    const preview = await type('preview stock --watch');
    expect(preview.out).toMatch(/changed +7\n +unchanged +993\n +takes \d+ provider calls/);
    expect(reads()).toBe(0);
    const id = /evenkeel run --plan ([0-9a-f-]+)/.exec(preview.out)![1]!;
    const ran = await type(`run --plan ${id} --watch`);
    expect(ran.out).toContain('balanced: 1,000 fetched = 7 updated + 993 unchanged');
    expect(reads()).toBe(7);
    engine.provider.control({ resetStats: true });
    expect((await type('run stock --watch')).out).toContain('balanced: 1,000 fetched = 1,000 unchanged');
    expect(reads()).toBe(0);
  }, 60_000);
});
