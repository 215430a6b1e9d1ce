import { AdvanceDedupe } from '@evenkeel/administration';
import { seedJob, someWrite } from '@evenkeel/conformance';
import type { DedupePairView, DedupeRunView } from '@evenkeel/contracts-admin';
import { DEFAULT_TENANT, type ReferenceSet } from '@evenkeel/domain';
import type { Response } from 'supertest';
import { startAdmin } from '../testing/start-admin.js';

const admin = startAdmin();
const RUNS = '/api/v1/dedupe-runs';
const RULES = { rules: [{ name: 'e-mail', when: { field: 'email', by: 'exact', normalise: ['email'] } }] };
let types = 0;

interface World {
  readonly recordType: string;
  readonly jobs: readonly string[];
  readonly sets: readonly ReferenceSet[];
}

/** A type with two sources, and the people that each has. */
async function seed(...people: readonly (readonly string[])[]): Promise<World> {
  types += 1;
  const recordType = `person_${types}`;
  const { tenant } = admin.database;
  const jobs: string[] = [];
  const sets: ReferenceSet[] = [];
  for (const of of people) {
    const { job, set } = await seedJob(tenant, { recordType });
    jobs.push(job.id);
    sets.push(set);
    await tenant.transaction((tx) =>
      tx.recordWrites.create(
        set,
        of.map((name) => ({ ...someWrite(name), dataText: JSON.stringify({ email: `${name}@acme.org` }) })),
      ),
    );
  }
  const put = await admin.http.put(`/api/v1/record-types/${recordType}`).send({ match: RULES });
  expect(put.body).toMatchObject({ matching: 'on' });
  return { recordType, jobs, sets };
}

const bodyOf = <Body>({ body }: Response) => body as Body;
const start = async (request: object) => {
  const started = await admin.http.post(RUNS).send(request);
  expect(started.status).toBe(201);
  return bodyOf<DedupeRunView>(started);
};
const act = (id: string, verb: string) => admin.http.post(`${RUNS}/${id}/${verb}`).send({});
const groups = async (recordType: string) => {
  const rows = await admin.database.rows<{ known: string }>(
    `select string_agg(e.external_id, ' ' order by e.id) as known from record r join external_reference e on e.record_id = r.id
     where r.record_type = $1 group by r.id order by r.id`,
    [recordType],
  );
  return rows.map(({ known }) => known);
};

it('shows first what it would merge, then merges that, and its receipts balance', async () => {
  const { recordType } = await seed(['ann', 'bob', 'cid'], ['ann', 'bob', 'dan']);
  const previewed = await start({ recordType });
  expect(previewed).toMatchObject({
    ...{ phase: 'preview', state: 'ready', previewed: null },
    counts: { compared: 6, merged: 4, unchanged: 2, moved: 0, inReview: 0, keptApart: 0 },
  });
  expect(await groups(recordType)).toHaveLength(6);
  const { items } = bodyOf<{ items: DedupePairView[] }>(
    await admin.http.get(`${RUNS}/${previewed.id}/pairs`),
  );
  expect(items.map(({ rule, cause }) => `${rule} ${cause}`)).toEqual(['e-mail null', 'e-mail null']);
  const done = await act(previewed.id, 'confirm');
  expect(done.body).toMatchObject({ phase: 'merge', state: 'completed', previewed: previewed.counts });
  expect(bodyOf<DedupeRunView>(done).counts).toEqual(previewed.counts);
  expect(await groups(recordType)).toEqual(['ann ann', 'bob bob', 'cid', 'dan']);
  const again = await start({ recordType });
  expect(again.counts).toMatchObject({ compared: 4, merged: 0, unchanged: 4 });
});

it('is confirmed once, and only as it was seen', async () => {
  const { recordType } = await seed(['ann'], ['ann']);
  const { id, revision } = await start({ recordType });
  const stale = await admin.http
    .post(`${RUNS}/${id}/confirm`)
    .set('If-Match', `"${revision - 1}"`)
    .send({});
  expect(stale.status).toBe(412);
  const confirmed = await admin.http.post(`${RUNS}/${id}/confirm`).set('If-Match', `"${revision}"`).send({});
  expect(confirmed.status).toBe(200);
  const twice = await act(id, 'confirm');
  expect(twice.status).toBe(409);
  expect(twice.body).toMatchObject({ code: 'request.wrong_state' });
});

it('merges only what its preview showed, decided anew', async () => {
  const { recordType, sets } = await seed(['ann', 'bob', 'cid'], ['ann', 'bob', 'cid']);
  const { id } = await start({ recordType });
  await keepApart(sets, 'ann');
  // As if the two had come to be alike only since.
  await admin.database.rows(
    `delete from dedupe_pair where run_id = $1 and one_id = (
       select id from record where record_type = $2 order by id offset 1 limit 1) returning run_id`,
    [id, recordType],
  );
  const done = bodyOf<DedupeRunView>(await act(id, 'confirm'));
  expect(done).toMatchObject({
    state: 'completed',
    counts: { compared: 6, merged: 2, moved: 2, keptApart: 2, unchanged: 0 },
  });
  expect(await groups(recordType)).toEqual(['ann', 'bob', 'cid cid', 'ann', 'bob']);
});

it('fails where the rules are others by now, and says so', async () => {
  const { recordType } = await seed(['ann'], ['ann']);
  const { id } = await start({ recordType });
  const other = { rules: [{ name: 'mail', when: { field: 'email', by: 'exact' } }] };
  await admin.http.put(`/api/v1/record-types/${recordType}`).send({ match: other });
  const failed = await act(id, 'confirm');
  expect(failed.body).toMatchObject({ state: 'failed', counts: { compared: 0 } });
  expect(bodyOf<DedupeRunView>(failed).problem).toContain('have changed since');
  expect(await groups(recordType)).toHaveLength(2);
});

it('looks only at the records of a job where one is named, and holds them against all', async () => {
  const { recordType, jobs } = await seed(['ann', 'bob'], ['ann', 'eve', 'fay']);
  const { id, counts, jobId } = await start({ job: jobs[0] });
  expect(jobId).toBe(jobs[0]);
  expect(counts).toMatchObject({ compared: 2, merged: 1, unchanged: 1 });
  expect((await act(id, 'confirm')).body).toMatchObject({ counts: { compared: 2, merged: 1, unchanged: 1 } });
  expect(await groups(recordType)).toEqual(['ann ann', 'bob', 'eve', 'fay']);
});

it('is moved on by several processes at once, and counts nothing twice', async () => {
  const people = Array.from({ length: 700 }, (_, nth) => `p${nth}`);
  const { recordType } = await seed(people, people);
  const { id } = await start({ recordType });
  await ready(id);
  await Promise.all([act(id, 'confirm'), advance(id), advance(id)]);
  expect(await ended(id)).toMatchObject({ state: 'completed', counts: { compared: 1_400, merged: 1_400 } });
  expect(await groups(recordType)).toHaveLength(700);
}, 120_000);

describe('a run of more records than one transaction takes', () => {
  const MANY = Array.from({ length: 1_300 }, (_, nth) => `p${nth}`);

  it('can be paused, goes on where it stood, and ends as one that never stood still', async () => {
    const { recordType } = await seed(MANY, MANY.slice(0, 1_000));
    const { id } = await start({ recordType });
    await ready(id);
    // As a process that was killed half-way: a part is merged, and the rest is left to whatever comes next.
    await admin.database.rows(
      `update dedupe_run set phase = 'merge', state = 'paused', after = 0, revision = 9, compared = 0, merged = 0, unchanged = 0 where id = $1 returning id`,
      [id],
    );
    expect((await act(id, 'pause')).status).toBe(409);
    expect((await act(id, 'resume')).body).toMatchObject({ state: 'running', revision: 10 });
    const done = await ended(id);
    expect(done).toMatchObject({
      state: 'completed',
      counts: { compared: 2_300, merged: 2_000, unchanged: 300 },
    });
    expect(await groups(recordType)).toHaveLength(1_300);
  }, 120_000);

  it('merges nothing more once it is cancelled', async () => {
    const { recordType } = await seed(MANY.slice(0, 3), MANY.slice(0, 3));
    const { id } = await start({ recordType });
    expect((await act(id, 'cancel')).body).toMatchObject({ state: 'cancelled' });
    expect((await act(id, 'confirm')).status).toBe(409);
    expect(await groups(recordType)).toHaveLength(6);
  });
});

/** As the sweep of the admin service does. */
const advance = (id: string) => admin.app.get(AdvanceDedupe).advance(DEFAULT_TENANT, id);

async function keepApart(sets: readonly ReferenceSet[], externalId: string): Promise<void> {
  const [one, other] = sets as [ReferenceSet, ReferenceSet];
  await admin.database.tenant.transaction(async (tx) => {
    const [setId = '', otherSetId = ''] = [
      await tx.matchKeys.setIdOf(one),
      await tx.matchKeys.setIdOf(other),
    ];
    const pair = { setId, externalId, otherSetId, otherExternalId: externalId, key: null };
    await tx.matchReviews.keepApart([pair], 'ada');
  });
}

/** Moves it on until it is so. */
async function until(id: string, is: (run: DedupeRunView) => boolean): Promise<DedupeRunView> {
  for (;;) {
    const run = bodyOf<DedupeRunView>(await admin.http.get(`${RUNS}/${id}`));
    if (is(run)) return run;
    await advance(id);
  }
}
const ready = (id: string) => until(id, ({ state }) => state === 'ready');
const ended = (id: string) => until(id, ({ endedAt }) => endedAt !== null);

it('lists runs of a type, newest first, and knows none of another name', async () => {
  const { recordType } = await seed(['ann'], ['bob']);
  const [one, two] = [await start({ recordType }), await start({ recordType })];
  const listed = await admin.http.get(`${RUNS}?type=${recordType}`);
  expect(bodyOf<{ items: DedupeRunView[] }>(listed).items.map(({ id }) => id)).toEqual([two.id, one.id]);
  expect((await admin.http.get(`${RUNS}/${crypto.randomUUID()}`)).status).toBe(404);
  expect((await admin.http.post(RUNS).send({ recordType, job: 'x' })).status).toBe(400);
  expect((await admin.http.post(RUNS).send({ recordType: 'nothing' })).status).toBe(404);
});
