import { seedChunk, seedJob, someWrite } from '@evenkeel/conformance';
import type { MatchView } from '@evenkeel/contracts-admin';
import { pairsApart, type ExecutionId, type ReferenceSet } from '@evenkeel/domain';
import { sampleJob } from '../testing/sample.js';
import { startAdmin } from '../testing/start-admin.js';

const admin = startAdmin();
const at = (id: string) => `/api/v1/matches/${id}`;
const someone = (name: string) => ({ ...someWrite('a'), dataText: JSON.stringify({ name }) });

/** Two records that are alike, of one source each, and the question about them. */
async function seedMatch() {
  const { tenant } = admin.database;
  const { set, execution } = await seedChunk(tenant);
  const { set: otherSet } = await seedJob(tenant, { recordType: set.recordType });
  const id = await tenant.transaction(async (tx) => {
    const [referenceId = ''] = await tx.recordWrites.create(set, [someone('Anna Berg')]);
    const [other = ''] = await tx.recordWrites.create(otherSet, [someone('Ana Berg')]);
    const { recordType } = set;
    const found = { rule: 'name', score: 0.8, why: [], cause: 'band' } as const;
    await tx.matchReviews.open([{ ...found, recordType, referenceId, other: { referenceId: other } }]);
    const { items } = await tx.matchReviews.list({ state: 'open' }, { after: null, limit: 100 });
    return items.at(-1)!.id;
  });
  return { id, set, executionId: execution.id };
}

/** As a run that reads it anew. */
async function rename({ set, executionId }: { set: ReferenceSet; executionId: ExecutionId }, name: string) {
  await admin.database.tenant.transaction(async (tx) => {
    const [reference] = await tx.references.lock(set, ['a']);
    await tx.recordWrites.update(executionId, [{ ...someone(name), reference: reference! }]);
  });
}

describe('matches', () => {
  it('tell their revision as an ETag, and by what it is told to whoever decides', async () => {
    const { id } = await seedMatch();
    const shown = await admin.http.get(at(id));
    const { etag = '' } = shown.headers as Record<string, string>;
    expect(etag).toBe(`"${(shown.body as MatchView).revision}"`);
    const decided = await admin.http
      .post(`${at(id)}/keep-apart`)
      .set('If-Match', etag)
      .send({});
    expect(decided.body).toMatchObject({ state: 'kept_apart' });
    expect(decided.headers['etag']).not.toBe(etag);
    // What is done already is not refused.
    expect(
      (
        await admin.http
          .post(`${at(id)}/keep-apart`)
          .set('If-Match', etag)
          .send({})
      ).status,
    ).toBe(200);
  });

  it.each(['merge', 'keep-apart'])('%s nothing that has changed since it was looked at', async (verb) => {
    const match = await seedMatch();
    const path = `${at(match.id)}/${verb}`;
    const { etag = '' } = (await admin.http.get(at(match.id))).headers as Record<string, string>;
    await rename(match, 'Bert Kaiser');
    const stale = await admin.http.post(path).set('If-Match', etag).send({});
    expect(stale.body).toMatchObject({ status: 412, code: 'request.stale' });
    const now = await admin.http.get(at(match.id));
    expect(now.body).toMatchObject({ state: 'open', fields: [{ field: 'name', one: 'Bert Kaiser' }] });
    const { etag: fresh = '' } = now.headers as Record<string, string>;
    expect(fresh).not.toBe(etag);
    expect((await admin.http.post(path).set('If-Match', fresh).send({})).status).toBe(200);
  });

  it('do not make one of what another person has parted since', async () => {
    const match = await seedMatch();
    const { tenant } = admin.database;
    await tenant.transaction(async (tx) => {
      const { oneId, otherId } = (await tx.matchReviews.find(match.id))!;
      const [one, other] = await tx.sharedRecords.readings([oneId, otherId]);
      await tx.matchReviews.keepApart(pairsApart([one!], [other!], []), 'another person');
    });
    const refused = await admin.http.post(`${at(match.id)}/merge`).send({});
    expect(refused.body).toMatchObject({ status: 409, code: 'request.wrong_state' });
    expect((refused.body as { detail: string }).detail).toContain('which a person keeps apart');
    expect((await admin.http.get(at(match.id))).body).toMatchObject({ state: 'open' });
    expect((await admin.http.post(`${at(match.id)}/keep-apart`).send({})).body).toMatchObject({
      state: 'kept_apart',
    });
  });

  it('are decided as they are where no revision is named', async () => {
    const match = await seedMatch();
    await rename(match, 'Anna Berger');
    expect((await admin.http.post(`${at(match.id)}/merge`).send({})).body).toMatchObject({ state: 'merged' });
  });

  it('that made one record of several sources keep jobs that go both ways from the type', async () => {
    const match = await seedMatch();
    const { recordType } = match.set;
    const { connection } = await sampleJob(admin);
    const add = (type: string) =>
      admin.http.post('/api/v1/jobs').send({
        ...{ name: `both ways: ${type}`, connection: connection.id, stream: 'accounts', recordType: type },
        ...{ direction: 'bidirectional', conflictPolicy: { strategy: 'source_wins' } },
      });
    expect((await admin.http.post(`${at(match.id)}/merge`).send({})).body).toMatchObject({ state: 'merged' });
    const refused = await add(recordType);
    expect(refused.body).toMatchObject({ status: 422, code: 'config.two_way_unsupported' });
    expect((refused.body as { detail: string }).detail).toContain('records of several sources');
    expect((await add('of-one-source')).status).toBe(201);
  });

  it('make no record of several sources where a job of the type goes both ways', async () => {
    const match = await seedMatch();
    const { recordType } = match.set;
    await seedJob(admin.database.tenant, { recordType, direction: 'bidirectional' });
    const refused = await admin.http.post(`${at(match.id)}/merge`).send({});
    expect(refused.body).toMatchObject({ status: 409, code: 'request.wrong_state' });
    expect((refused.body as { detail: string }).detail).toContain('goes both ways');
    expect((await admin.http.post(`${at(match.id)}/keep-apart`).send({})).status).toBe(200);
  });
});
