import { join } from 'node:path';
import { journeyFolder } from './kit/repository.js';
import { SandboxProvider } from './kit/sandbox-provider.js';
import { startStandalone, type StandaloneUnderTest } from './kit/standalone.js';

const RECORDS = 1_000;
/** The first is restored later. */
const GONE = [3, 17, 400, 512, 999].map((n) => `cus_${String(n).padStart(8, '0')}`);
const JOB = 'customers';

let engine: StandaloneUnderTest;
let sandbox: SandboxProvider;

describe('Records that are gone at the provider', () => {
  beforeAll(async () => {
    const folder = journeyFolder('delete-firewall');
    sandbox = await SandboxProvider.start({ records: RECORDS, folder: join(folder) });
    engine = await startStandalone(folder);
    await engine.admin.addSandbox('sandbox', sandbox.url);
    await engine.admin.addJob({
      name: JOB,
      connection: 'sandbox',
      stream: 'customers',
      recordType: 'customer',
      mode: 'full',
      pageSize: 100,
    });
    await engine.admin.runToEnd(JOB);
  }, 240_000);
  afterAll(async () => {
    await engine?.stop();
    await sandbox?.stop();
  }, 60_000);

  it('are inactive after the next full run, with their last payload', async () => {
    await sandbox.control({ delete: { stream: 'customers', ids: GONE } });
    const run = await engine.admin.runToEnd(JOB);
    expect(run).toMatchObject({
      status: 'completed',
      receipt: {
        fetched: RECORDS - GONE.length,
        balanced: true,
        closeOut: { complete: true, candidates: GONE.length, inactivated: GONE.length },
      },
    });
    expect(await engine.store.inactive('customer')).toEqual(GONE);
    const records = await engine.store.records('customer');
    expect(records.size).toBe(RECORDS);
    expect(records.get(GONE[0]!)?.data).toMatchObject({ id: GONE[0] });
  }, 60_000);

  it('are active again when they reappear, although nothing of them changed', async () => {
    await sandbox.control({ restore: { stream: 'customers', ids: GONE.slice(0, 1) } });
    const run = await engine.admin.runToEnd(JOB);
    expect(run.receipt).toMatchObject({ balanced: true, outcomes: { reactivated: 1 } });
    expect(await engine.store.inactive('customer')).toEqual(GONE.slice(1));
  }, 60_000);

  it('are none where the listing is empty, however often it is', async () => {
    await sandbox.control({ faults: 'empty-list:stream=customers' });
    const first = await engine.admin.runToEnd(JOB);
    expect(first).toMatchObject({ status: 'completed', receipt: { closeOut: { inactivated: 0 } } });
    const second = await engine.admin.runToEnd(JOB);
    expect(second).toMatchObject({ status: 'completed', receipt: { closeOut: { inactivated: 0 } } });
    expect(await engine.store.inactive('customer')).toEqual(GONE.slice(1));
    expect(await engine.admin.approvals(JOB)).toMatchObject([
      { state: 'waiting', candidates: RECORDS - 4, active: RECORDS - 4, executionId: second.id },
    ]);
  }, 60_000);

  it('are none where a person grants it although each record is still there', async () => {
    const [approval] = await engine.admin.approvals(JOB);
    const carriedOut = await engine.admin.grant(approval!.id);
    expect(carriedOut).toMatchObject({
      status: 'completed',
      scope: 'approval',
      receipt: { balanced: true, closeOut: { inactivated: 0, kept: { still_there: RECORDS - 4 } } },
    });
    expect(await engine.store.inactive('customer')).toEqual(GONE.slice(1));
  }, 120_000);

  it('wait for a person where they are many, and are inactive once they are granted', async () => {
    await sandbox.control({ faults: '', delete: { stream: 'customers', count: 300 } });
    const run = await engine.admin.runToEnd(JOB);
    expect(run.receipt.closeOut).toMatchObject({ inactivated: 0, kept: { awaiting_approval: 299 } });
    const [approval] = await engine.admin.approvals(JOB);
    expect(approval).toMatchObject({ id: run.receipt.closeOut?.approvalId, candidates: 299 });
    const carriedOut = await engine.admin.grant(approval!.id);
    expect(carriedOut.receipt.closeOut).toMatchObject({ inactivated: 299 });
    expect(await engine.store.inactive('customer')).toHaveLength(299 + 4);
    expect(await engine.admin.approvals(JOB)).toEqual([]);
  }, 120_000);
});
