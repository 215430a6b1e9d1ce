import type { ListView, QuarantinedRecordView, ReleasedView } from '@evenkeel/contracts-admin';
import { startEngine } from './testing/start-engine.js';
import { typeIn, type Seen } from './testing/type-in.js';

const engine = startEngine();
const type = (given: string) => typeIn(given.split(' '), { url: engine.url });
const jsonOf = <T>({ out }: Seen) => JSON.parse(out) as T;
const listed = async () =>
  jsonOf<ListView<QuarantinedRecordView>>(await type('quarantine list --json')).items;
const [KEPT, OTHER] = ['cus_00000001', 'cus_00000002'] as const;

/** As a push or a page leaves it once a field has gone to and fro too often. */
const quarantine = (externalId: string) =>
  engine.database.rows(
    `insert into flip_flop (reference_id, tenant_id, job_id, record_id, writes, changed_at, path, quarantined_at)
     select e.id, j.tenant_id, j.id, e.record_id, '[]', now(), 'city', now() from external_reference e, job j
     where e.external_id = $1 and j.name = 'people'`,
    [externalId],
  );

beforeAll(async () => {
  await typeIn(['connections', 'add', 'crm', '--connector', 'simulator', '--settings', '-'], {
    url: engine.url,
    stdin: JSON.stringify({ baseUrl: engine.provider.url, writes: {} }),
  });
  const job = 'jobs add people --connection crm --stream customers --record-type person';
  await type(`${job} --direction bidirectional --conflict-policy {"strategy":"source_wins"}`);
  await type('run people --watch');
}, 60_000);

it('nothing that is left alone is said to be so', async () => {
  expect(await type('quarantine list')).toMatchObject({ code: 0, out: 'No record goes back and forth' });
  expect((await type('status')).out).not.toContain('quarantine');
});

it('what is left alone is listed with what to do, and named by the status', async () => {
  await quarantine(KEPT);
  await quarantine(OTHER);
  const [first] = await listed();
  expect(first).toMatchObject({ job: { name: 'people' }, externalId: KEPT, field: 'city' });
  const { out } = await type('quarantine list --job people');
  expect(out).toMatch(/ID +JOB +RECORD +EXTERNAL ID +FIELD +SINCE\n/);
  expect(out).toMatch(new RegExp(`${first!.id} +people +${first!.recordId} +${KEPT} +city`));
  expect(out).toContain('evenkeel quarantine release ID');
  expect((await type('status')).out).toContain('quarantine list --job people');
  expect((await type(`records show person ${KEPT}`)).out).toContain('quarantined');
});

it('the list goes by slices and by job', async () => {
  const { items, next } = jsonOf<ListView<QuarantinedRecordView>>(
    await type('quarantine list --limit 1 --json'),
  );
  expect(items).toHaveLength(1);
  const rest = jsonOf<ListView<QuarantinedRecordView>>(
    await type(`quarantine list --limit 1 --cursor ${next} --json`),
  );
  expect(rest).toMatchObject({ items: [{ externalId: OTHER }], next: null });
  expect(await type('quarantine list --job strangers')).toMatchObject({
    code: 1,
    err: expect.stringContaining('strangers') as string,
  });
});

it('a record is left alone by a run until it is released, and is in step again then', async () => {
  const [{ id }] = (await listed()) as [QuarantinedRecordView];
  engine.provider.control({ edit: { stream: 'customers', ids: [KEPT], set: { city: 'Ulm' } } });
  await type('run people --watch');
  const cityOf = async () => (await type(`records show person ${KEPT}`)).out.includes('Ulm');
  expect(await cityOf()).toBe(false);
  const released = jsonOf<ReleasedView>(
    await typeIn(['quarantine', 'release', id, '--reason', 'the workflow is off', '--json'], {
      url: engine.url,
    }),
  );
  expect(released).toMatchObject({ record: { id, externalId: KEPT }, trigger: { state: 'accepted' } });
  await type(`trigger ${released.trigger.id} --watch`);
  const isInStep = async () => {
    for (let tries = 0; tries < 100 && !(await cityOf()); tries += 1) await type('quarantine list');
    return cityOf();
  };
  expect(await isInStep()).toBe(true);
  expect((await listed()).map(({ externalId }) => externalId)).toEqual([OTHER]);
}, 60_000);

it('a release names the run that it asked for, and is one once', async () => {
  const [{ id, recordId }] = (await listed()) as [QuarantinedRecordView];
  const { code, out } = await type(`quarantine release ${id}`);
  expect([code, out]).toEqual([
    0,
    expect.stringContaining(`Record ${recordId} is kept in step again by people`),
  ]);
  expect(out).toMatch(/Run requested: evenkeel triggers show [-0-9a-f]{36}/);
  for (const unknown of [id, '4711'])
    expect(await type(`quarantine release ${unknown}`)).toMatchObject({
      code: 1,
      err: expect.stringContaining(`No record is left alone under ${unknown}`) as string,
    });
  expect(await type('quarantine release x')).toMatchObject({ code: 2 });
});
