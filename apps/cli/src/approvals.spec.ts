import type { InactivationApprovalSummary, ExecutionView, ListView } from '@evenkeel/contracts-admin';
import { startEngine } from './testing/start-engine.js';
import { typeIn, type Seen } from './testing/type-in.js';

const engine = startEngine();
const type = (given: string) => typeIn(given.split(' '), { url: engine.url });
const jsonOf = <T>({ out }: Seen) => JSON.parse(out) as T;
const remove = (ids: readonly number[]) =>
  engine.provider.control({
    delete: { stream: 'customers', ids: ids.map((n) => `cus_${String(n).padStart(8, '0')}`) },
  });

beforeAll(async () => {
  const settings = JSON.stringify({ baseUrl: engine.provider.url });
  await typeIn(['connections', 'add', 'shop', '--connector', 'simulator', '--settings', '-'], {
    url: engine.url,
    stdin: settings,
  });
  const job = 'jobs add customers --connection shop --stream customers --record-type customer --mode full';
  expect(await type(`${job} --delete-percent 0 --delete-records 2`)).toMatchObject({ code: 0 });
  expect(await type('run customers --watch')).toMatchObject({ code: 0 });
});

describe('records that are gone', () => {
  it('are inactive after the next run, which says so', async () => {
    remove([7, 8]);
    const ran = await type('run customers --watch');
    expect(ran.code).toBe(0);
    expect(ran.out).toContain('no longer listed 2: inactivated 2');
    const inactive = await type('records list customer --state inactive');
    expect(inactive.out).toMatch(/cus_00000007[^]*cus_00000008/);
    const listed = jsonOf<ListView<{ id: string }>>(
      await type('records list customer --external-id cus_00000007 --json'),
    );
    expect((await type(`records show ${listed.items[0]?.id}`)).out).toMatch(/gone \(gone_when_read\)/);
  });

  it('wait for a person where they are many', async () => {
    expect((await type('approvals list')).out).toContain('Nothing waits for approval');
    remove([20, 21, 22]);
    const ran = await type('run customers --watch');
    expect(ran.out).toMatch(/no longer listed 3: inactivated 0; kept 3 waiting for approval\n +decide with/);
    const { items } = jsonOf<ListView<InactivationApprovalSummary>>(
      await type('approvals list --job customers --json'),
    );
    expect(items).toMatchObject([{ candidates: 3, ceiling: 2, state: 'waiting' }]);
    const shown = await type(`approvals show ${items[0]?.id}`);
    expect(shown.out).toMatch(/3 of 998 active records[^]*cus_00000020, cus_00000021, cus_00000022\n/);
    const granted = await type(`approvals grant ${items[0]?.id} --watch --json`);
    expect(jsonOf<ExecutionView>(granted)).toMatchObject({
      status: 'completed',
      scope: 'approval',
      receipt: { closeOut: { candidates: 3, inactivated: 3 } },
    });
  });

  it('stay as they are where a person says so', async () => {
    remove([30, 31, 32]);
    await type('run customers --watch');
    const { items } = jsonOf<ListView<InactivationApprovalSummary>>(await type('approvals list --json'));
    const id = items[0]?.id ?? '';
    expect((await type(`approvals reject ${id}`)).code).toBe(2);
    const rejected = await typeIn(['approvals', 'reject', id, '--reason', 'they moved'], { url: engine.url });
    expect(rejected.out).toContain('Rejected: 3 records of customers stay as they are');
    expect((await type(`approvals grant ${id}`)).err).toContain('it is rejected');
    expect((await type('approvals list')).out).toContain('Nothing waits for approval');
  });
});
