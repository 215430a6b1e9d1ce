import type { JsonObject } from '@evenkeel/domain';
import { StandaloneWorld } from '../testing/standalone-world.js';

const world = new StandaloneWorld();

it('what a filter of changes cannot see is read by the full run that is due after a day, and the run says so', async () => {
  const rows: JsonObject[] = [{ id: 1, updated_at: '2026-11-01T00:00:00Z' }];
  world.provider.script = ({ searchParams }) => {
    const since = searchParams.get('updated_at>=');
    // What was created and never changed has no time of change.
    const data = rows.filter(
      ({ updated_at: at }) => since === null || (typeof at === 'string' && at >= since),
    );
    return { body: { data } };
  };
  const changes = { kind: 'time', param: 'updated_at>=' };
  await world.addJob('creates', { recordsPath: 'data', incremental: changes }, { mode: 'incremental' });
  await world.run('creates');
  rows.push({ id: 2, updated_at: null });
  const run = await world.run('creates');
  expect(run).toMatchObject({ status: 'completed', scopeNote: null, receipt: { fetched: 0 } });
  const { fullRuns } = await world.admin.call('showJob', { job: 'creates' });
  expect(fullRuns).toMatchObject({ everySeconds: 86_400 });
  expect(Date.parse(fullRuns.deletionsLookedForAt!)).toBeLessThan(Date.parse(run.startedAt!));
  await world.database.rows(
    `update execution set requested_at = requested_at - interval '25 hours', started_at = started_at - interval '25 hours',
     finished_at = finished_at - interval '25 hours' returning id`,
  );
  const due = await world.run('creates');
  expect(due).toMatchObject({ status: 'completed', receipt: { created: 1 } });
  expect(due.scopeNote).toMatch(/^A full run is due since 2/);
  expect(Object.keys(await world.stored('creates'))).toEqual(['1', '2']);
});
