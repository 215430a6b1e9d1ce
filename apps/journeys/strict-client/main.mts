import {
  decideInactivations,
  editRecords,
  eraseRecords,
  holdRuns,
  lookAtConflicts,
  lookAtPairs,
  lookAtPushes,
  repairRecords,
} from './repairs.mjs';
import { called, connect, expect, given } from './client.mjs';
import { keepKeys } from './access.mjs';
import { keepDocuments } from './configuration.mjs';
import { keepConnections, keepWebhooks, limitConnections } from './connections.mjs';
import { approvePlans, keepJobs, keepOrder, keepPlans } from './jobs.mjs';
import { tellPeople } from './notifications.mjs';
import { keepModel, lookAtStreams, matchRecords } from './matches.mjs';

const [url = '', provider = ''] = process.argv.slice(2);
const api = connect(url);

/** What `evenkeel status`, `doctor`, `engine status` and `pause --engine` do. */
async function look(): Promise<void> {
  const status = await given(api.GET('/api/v1/status'));
  expect(status.database.reachable && status.services.every(({ ready }) => ready), 'all is up');
  const { resealed } = await given(api.POST('/api/v1/engine/keys/rotation', { body: {} }));
  expect(resealed === 0, 'all is sealed with the one key');
  for (const state of ['paused', 'running'] satisfies ('paused' | 'running')[]) {
    await given(api.POST('/api/v1/engine/control', { body: { state } }));
    const { control } = await given(api.GET('/api/v1/engine'));
    const { items } = await given(api.GET('/api/v1/concerns'));
    expect(control.state === state, `the engine is ${state}`);
    expect(items.some(({ kind }) => kind === 'engine_held') === (state === 'paused'), 'status says so');
  }
}

/** Away with all of it. */
async function clear(): Promise<void> {
  const { cancelled } = await given(api.DELETE('/api/v1/jobs/{job}', { params: { path: { job: 'asked' } } }));
  expect(cancelled === 0, 'nothing of it ran');
  const { jobs } = await given(
    api.DELETE('/api/v1/connections/{connection}', {
      params: { path: { connection: 'shop' }, query: { jobs: 'true' } },
    }),
  );
  expect(jobs.join() === 'customers', 'its job goes with it');
  const types = await given(api.GET('/api/v1/record-types'));
  expect(
    types.items.some(({ name }) => name === 'customer'),
    'its records stay',
  );
  const path = { recordType: 'customer' };
  const { revision } = await given(api.GET('/api/v1/record-types/{recordType}', { params: { path } }));
  expect(revision > 0, 'their type as well');
  await given(api.DELETE('/api/v1/record-types/{recordType}', { params: { path } }));
}

await look();
await keepConnections(api, provider);
await limitConnections(api);
await keepWebhooks(api);
await keepKeys(api);
await keepJobs(api);
await keepPlans(api);
await repairRecords(api);
await holdRuns(api);
await keepOrder(api);
await approvePlans(api);
await lookAtStreams(api);
await matchRecords(api);
await keepModel(api);
await tellPeople(api);
await keepDocuments(api);
await decideInactivations(api, provider);
await lookAtPushes(api);
await lookAtConflicts(api);
await lookAtPairs(api, 'asked');
await eraseRecords(api);
await editRecords(api);
await clear();
process.stdout.write(JSON.stringify([...called].sort()));
