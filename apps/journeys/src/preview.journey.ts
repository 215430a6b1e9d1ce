import type { PlanView } from '@evenkeel/contracts-admin';
import { eventually } from './kit/eventually.js';
import { journeyFolder } from './kit/repository.js';
import { SandboxProvider } from './kit/sandbox-provider.js';
import { startStandalone, type StandaloneUnderTest } from './kit/standalone.js';

const RECORDS = 1_000;
const [EDITED, CREATED] = [20, 10];

describe('Somebody who looks before a run writes', () => {
  let sandbox: SandboxProvider;
  let engine: StandaloneUnderTest;
  beforeAll(async () => {
    const folder = journeyFolder('preview');
    sandbox = await SandboxProvider.start({ records: RECORDS, folder });
    engine = await startStandalone(folder);
    const { admin } = engine;
    await admin.addSandbox('sandbox', sandbox.url);
    const job = { connection: 'sandbox', mode: 'full' } as const;
    await admin.addJob({ ...job, name: 'customers', stream: 'customers', recordType: 'customer' });
    await admin.addJob({
      ...job,
      name: 'devices',
      stream: 'devices',
      recordType: 'device',
      requiresApproval: true,
    });
    expect(await admin.runToEnd('customers')).toMatchObject({ receipt: { created: RECORDS } });
  }, 120_000);
  afterAll(async () => {
    await engine?.stop();
    await sandbox?.stop();
  }, 60_000);

  const listed = async (ids: (customers: string[]) => string[]) =>
    ids([...(await sandbox.customers()).keys()].sort());
  let plan: PlanView;

  it('is told what is new and what changed, field by field, and nothing is written', async () => {
    const ids = await listed((all) => all.slice(0, EDITED));
    await sandbox.control({ edit: { stream: 'customers', ids } });
    await sandbox.control({ create: { stream: 'customers', count: CREATED } });
    const before = await engine.store.checksums();

    plan = await engine.admin.preview('customers');
    expect(plan).toMatchObject({
      state: 'ready',
      counts: { new: CREATED, changed: EDITED, unchanged: RECORDS - EDITED },
      warnings: [],
    });
    const { record, external_reference } = await engine.store.checksums();
    expect({ record, external_reference }).toEqual({
      record: before['record'],
      external_reference: before['external_reference'],
    });

    const { items } = await engine.admin.planChanges(plan.id);
    expect(items).toHaveLength(CREATED + EDITED);
    const changed = items.filter(({ bucket }) => bucket === 'changed');
    expect(changed.map(({ externalId }) => externalId).sort()).toEqual(ids);
    for (const { fields } of changed) expect(fields.map(({ field }) => field)).toContain('revision');
  }, 60_000);

  it('gets exactly that, and what was edited in between is planned anew instead of overwritten', async () => {
    const [moved] = await listed((all) => all.slice(0, 1));
    const here = await engine.store.records('customer');
    await sandbox.control({ edit: { stream: 'customers', ids: [moved!] } });

    const ran = await engine.admin.runToEnd('customers', { planId: plan.id });
    expect(ran).toMatchObject({
      status: 'completed',
      receipt: {
        balanced: true,
        fetched: RECORDS + CREATED,
        created: CREATED,
        updated: EDITED - 1,
        outcomes: { planned: 1 },
      },
    });
    const now = await engine.store.records('customer');
    expect(now.get(moved!)).toEqual(here.get(moved!));
    expect(now.size).toBe(RECORDS + CREATED);

    const [left] = (await engine.admin.plans('customers')).items;
    expect(left).toMatchObject({ state: 'ready', counts: { changed: 1, new: 0 } });
    expect(await engine.admin.runToEnd('customers', { planId: left!.id })).toMatchObject({
      status: 'completed',
      receipt: { updated: 1, outcomes: { planned: 0 } },
    });
    const source = await sandbox.customers();
    const stored = await engine.store.records('customer');
    expect(new Map([...stored].map(([id, { data }]) => [id, data]))).toEqual(source);
  }, 60_000);

  it('is told what is no longer there, and only that is taken for gone', async () => {
    const gone = await listed((all) => all.slice(-5));
    await sandbox.control({ delete: { stream: 'customers', ids: gone } });
    const preview = await engine.admin.preview('customers');
    expect(preview).toMatchObject({ counts: { inactive_candidate: 5, unchanged: RECORDS + CREATED - 5 } });
    const ran = await engine.admin.runToEnd('customers', { planId: preview.id });
    expect(ran).toMatchObject({
      status: 'completed',
      receipt: { balanced: true, closeOut: { complete: true, candidates: 5, inactivated: 5 } },
    });
  }, 60_000);

  it('is asked first where the job wants it', async () => {
    const { admin, store } = engine;
    const id = await admin.begin('devices');
    const waiting = await eventually('the run waits for its approval', async () => {
      const view = await admin.execution(id);
      return view.status === 'awaiting_approval' && view;
    });
    expect((await store.records('device')).size).toBe(0);
    expect(await admin.plan(waiting.plan!.id)).toMatchObject({ counts: { new: RECORDS } });
    await admin.approve(waiting.plan!.id);
    expect(await admin.untilEnded(id)).toMatchObject({
      status: 'completed',
      receipt: { created: RECORDS, balanced: true },
    });
    expect((await store.records('device')).size).toBe(RECORDS);
  }, 60_000);
});
