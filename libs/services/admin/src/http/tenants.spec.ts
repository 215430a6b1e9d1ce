import { operationHandlers, type Caller } from '@evenkeel/administration';
import { fillTenant, type FilledTenant } from '@evenkeel/conformance';
import { operationList, type OperationId } from '@evenkeel/contracts-admin';
import { DEFAULT_TENANT } from '@evenkeel/domain';
import { BODIES, idsOf } from '../testing/sample-requests.js';
import { startAdmin } from '../testing/start-admin.js';

const admin = startAdmin();
const OTHER = '00000000-0000-0000-0000-000000000009';
let theirs: FilledTenant;

beforeAll(async () => {
  await admin.database.rows(`insert into tenant (id, name) values ($1, 'other')`, [OTHER]);
  theirs = await fillTenant(admin.database.postgres.store.of(OTHER), OTHER);
  await admin.database.postgres.events.number(1_000);
});

type Method = (caller: Caller, request: object, terms: object) => Promise<unknown>;

/** As a caller of this tenant; what names a thing names one of the other tenant. */
function ask(tenantId: string, id: OperationId): Promise<unknown> {
  const { useCase, method } = operationHandlers[id];
  const part = admin.app.get<Readonly<Record<string, Method>>>(useCase);
  const caller: Caller = { tenantId, actor: 'ada', roles: ['admin'] };
  const request = { ...idsOf(theirs), limit: 100, ...BODIES[id] };
  return part[method]!(caller, request, { signal: new AbortController().signal });
}

/** They name nothing: what they list is what the caller's tenant has. */
const LISTS: readonly OperationId[] = [
  'listConnections',
  'listJobs',
  'listRecordTypes',
  'listGroups',
  'listRecords',
  'listConcerns',
  'listMatches',
  'listMerges',
  'listDedupeRuns',
  'listTriggerMessages',
  'listTriggerTopics',
  'listNotificationChannels',
  'listNotifications',
  'listApiKeys',
];
/** They are about the whole installation, or make something new out of nothing that there is. */
const OF_ENGINE: readonly OperationId[] = [
  'showStatus',
  'showEngine',
  'controlEngine',
  'showEngineSettings',
  'changeEngineSettings',
  'rotateKeys',
  'addConnection',
  'addApiKey',
  'showCaller',
  'addTenant',
  'listTenants',
  'planTenantRemoval',
  'removeTenant',
  'listAuditLog',
  'setModel',
  'addNotificationChannel',
  'showSettingsSchema',
  'trySettings',
  'testMapping',
  'showConfigurationSchema',
];
/** They name things in a list of their own, or make what they name, below. */
const OTHERWISE: readonly OperationId[] = [
  'addGroup',
  'setRecordType',
  'exportConfiguration',
  'validateConfiguration',
  'diffConfiguration',
  'applyConfiguration',
];

const naming = operationList
  .map(({ id }) => id)
  .filter((id) => ![...LISTS, ...OF_ENGINE, ...OTHERWISE].includes(id));

describe('a caller of one tenant', () => {
  it('is asked about everything that a path can name', () => {
    const named = operationList.flatMap(({ path }) => [...path.matchAll(/:(\w+)/g)].map(([, name]) => name));
    expect(Object.keys(idsOf(theirs))).toEqual(expect.arrayContaining([...new Set(named)]));
  });

  it.each(naming)('finds nothing of another tenant: %s', async (id) => {
    await expect(ask(DEFAULT_TENANT, id)).rejects.toMatchObject({ code: 'request.not_found' });
  });

  it.each(LISTS)('lists nothing of another tenant: %s', async (id) => {
    await expect(ask(DEFAULT_TENANT, id)).resolves.toMatchObject({ items: [] });
    await expect(ask(OTHER, id)).resolves.toMatchObject({ items: [expect.anything()] });
  });

  it('releases no record that another tenant leaves alone', async () => {
    const { job, recordId, referenceId } = theirs;
    const watched = { referenceId, jobId: job.id, recordId, writes: [], path: 'city' };
    const tenant = admin.database.postgres.store.of(OTHER);
    await tenant.transaction((tx) => tx.flipFlops.save([watched]));
    await expect(ask(DEFAULT_TENANT, 'releaseQuarantine')).rejects.toMatchObject({
      code: 'request.not_found',
    });
    await expect(ask(DEFAULT_TENANT, 'listQuarantine')).rejects.toMatchObject({ code: 'request.not_found' });
    await expect(ask(OTHER, 'listQuarantine')).resolves.toMatchObject({ items: [{ id: referenceId }] });
    // Which ends it: it is none of the concerns of the tenant for the other tests.
    await expect(ask(OTHER, 'releaseQuarantine')).resolves.toMatchObject({ record: { id: referenceId } });
  });

  it('makes no group of jobs of another tenant', async () => {
    const { useCase, method } = operationHandlers.addGroup;
    const groups = admin.app.get<Readonly<Record<string, Method>>>(useCase);
    const caller: Caller = { tenantId: DEFAULT_TENANT, actor: 'ada', roles: ['admin'] };
    await expect(groups[method]!(caller, { name: 'g', jobs: [theirs.job.id] }, {})).rejects.toMatchObject({
      code: 'request.not_found',
    });
  });
});

it('documents of one tenant neither hold nor find what another one has', async () => {
  const documentsOf = async (tenantId: string) =>
    ((await ask(tenantId, 'exportConfiguration')) as { readonly documents: readonly object[] }).documents;
  expect(await documentsOf(DEFAULT_TENANT)).toEqual([]);
  const documents = await documentsOf(OTHER);
  expect(documents.length).toBeGreaterThan(4);
  const { useCase, method } = operationHandlers.diffConfiguration;
  const part = admin.app.get<Readonly<Record<string, Method>>>(useCase);
  const caller: Caller = { tenantId: DEFAULT_TENANT, actor: 'ada', roles: ['admin'] };
  const group = (jobs: readonly string[]) => ({
    content: { apiVersion: 'evenkeel.dev/v1', kind: 'Group', metadata: { name: 'mine' }, spec: { jobs } },
  });
  const asked = { set: null, prune: false, force: false };
  const { signal } = new AbortController();
  const request = { ...asked, documents: [group([theirs.job.name])] };
  await expect(part[method]!(caller, request, { signal })).resolves.toMatchObject({
    ok: false,
    problems: [{ message: `There will be no Job/${theirs.job.name}` }],
  });
  // The channel of the sample has no secret that can be opened.
  const whole = documents.filter((each) => !('kind' in each) || each.kind !== 'NotificationChannel');
  const again = { ...asked, documents: whole.map((content) => ({ content })) };
  await expect(part[method]!({ ...caller, tenantId: OTHER }, again, { signal })).resolves.toMatchObject({
    changes: [],
    problems: [],
  });
});

it('a record type of one tenant is set beside that of another', async () => {
  const { useCase, method } = operationHandlers.setRecordType;
  const types = admin.app.get<Readonly<Record<string, Method>>>(useCase);
  const callerOf = (tenantId: string): Caller => ({ tenantId, actor: 'ada', roles: ['admin'] });
  const name = theirs.recordType;
  const ours = await types[method]!(
    callerOf(DEFAULT_TENANT),
    { recordType: name, schema: { maxProperties: 3 } },
    {},
  );
  expect(ours).toMatchObject({
    revision: 2,
    jobs: [],
    view: { address: expect.stringMatching(/^"synced"\./) },
  });
  await expect(ask(OTHER, 'showRecordType')).resolves.toMatchObject({ revision: 1, schema: null });
});

it('a caller of the tenant finds what the others do not', async () => {
  const shows = naming.filter((id) => id.startsWith('show'));
  for (const id of shows) await expect(ask(OTHER, id)).resolves.toBeDefined();
  expect(shows.length).toBeGreaterThan(8);
});
