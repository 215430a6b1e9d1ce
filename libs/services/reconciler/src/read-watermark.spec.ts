import { seedJob, someExecution } from '@evenkeel/conformance';
import type { Scope, Watermark } from '@evenkeel/domain';
import { ReconcilerWorld } from './testing/reconciler-world.js';

const world = new ReconcilerWorld();
const NOON = new Date('2026-11-01T12:00:00.000Z');
const HOUR_MS = 3_600_000;
const atHour = (hours: number) => new Date(NOON.getTime() + hours * HOUR_MS);
const time = (hours: number): Watermark => ({ kind: 'time', value: atHour(hours).toISOString() });
const addJob = async () => {
  world.now = NOON;
  return (await seedJob(world.tenant, { overlapSeconds: 60, fullEvery: 'never' })).job;
};

/** As a release did that believed every clock: at that hour, by a run that began half an hour before. */
async function saveAt(hours: number, jobId: string, watermark: Watermark): Promise<void> {
  const execution = someExecution(jobId, { status: 'completed', startedAt: atHour(hours - 0.5) });
  world.now = atHour(hours);
  await world.tenant.transaction(async (tx) => {
    await tx.executions.insert(execution);
    await tx.watermarks.save(jobId, watermark, execution.id);
  });
}

async function runAt(hours: number, jobId: string) {
  world.now = atHour(hours);
  const { executionId } = await world.run(jobId);
  return world.execution(executionId);
}

const sinceMs = (scope: Scope) => (scope.kind === 'incremental' ? Date.parse(scope.since.value) : NaN);
const overlapped = (hours: number) => atHour(hours).getTime() - 60_000;

afterAll(() => (world.now = undefined));

describe('a watermark that lies in the future', () => {
  it('is not believed: changes are read from the beginning of the run on that saved it, and the run says so', async () => {
    const { id } = await addJob();
    await saveAt(1, id, time(25));
    const { scope, scopeNote } = await runAt(2, id);
    expect(sinceMs(scope)).toBe(overlapped(0.5));
    expect(scopeNote).toBe(
      `The watermark ${time(25).value} lay in the future when it was saved, so it is not believed: ` +
        `changes are read from ${time(0.5).value} on`,
    );
  });

  it('hid what changed before each run after the first, so that counts', async () => {
    const { id } = await addJob();
    await saveAt(0, id, time(-1));
    for (let hours = 1; hours < 130; hours += 1) await saveAt(hours, id, time(300));
    expect(sinceMs((await runAt(131, id)).scope)).toBe(overlapped(0.5));
  });

  it('is not believed either once its time has come', async () => {
    const { id } = await addJob();
    await saveAt(1, id, time(25));
    expect(sinceMs((await runAt(48, id)).scope)).toBe(overlapped(0.5));
  });

  it('that a person set says that nothing before that moment is wanted', async () => {
    const { id } = await addJob();
    world.now = atHour(3);
    await world.tenant.transaction((tx) => tx.watermarks.edit(id, time(9), 'ada'));
    expect(sinceMs((await runAt(4, id)).scope)).toBe(overlapped(3));
  });

  it('by five minutes at most is believed, and so is any position', async () => {
    const { id } = await addJob();
    await saveAt(1, id, time(1 + 5 / 60));
    expect(await runAt(1, id)).toMatchObject({
      scope: { since: { value: new Date(overlapped(1 + 5 / 60)).toISOString() } },
      scopeNote: null,
    });
    const other = (await addJob()).id;
    const position = { kind: 'position', value: '2099-01-01T00:00:00.000Z' } as const;
    await saveAt(1, other, position);
    expect(await runAt(2, other)).toMatchObject({ scope: { since: position }, scopeNote: null });
  });
});
