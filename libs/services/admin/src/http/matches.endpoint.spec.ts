import { seedChunk, seedJob, someWrite } from '@evenkeel/conformance';
import type { MatchView } from '@evenkeel/contracts-admin';
import { pairsApart, type ExecutionId, type ReferenceSet } from '@evenkeel/domain';
import { startAdmin } from '../testing/start-admin.js';

const admin = startAdmin();
const at = (id: string) => `/api/v1/matches/${id}`;
const someone = (name: string) => ({ ...someWrite('a'), dataText: JSON.stringify({ name }) });

/** Two records that are alike, of one source each, and the question about them. */
async function seedMatch() {
  const { tenant } = admin.database;
  const { set, execution } = await seedChunk(tenant);
  const { set: otherSet, job: other } = await seedJob(tenant, { recordType: set.recordType });
  const id = await tenant.transaction(async (tx) => {
    const [referenceId = ''] = await tx.recordWrites.create(set, [someone('Anna Berg')]);
    const [otherId = ''] = await tx.recordWrites.create(otherSet, [someone('Ana Berg')]);
    const { recordType } = set;
    const found = { rule: 'name', score: 0.8, why: [], cause: 'band' } as const;
    await tx.matchReviews.open([{ ...found, recordType, referenceId, other: { referenceId: otherId } }]);
    const { items } = await tx.matchReviews.list({ state: 'open' }, { after: null, limit: 100 });
    return items.at(-1)!.id;
  });
  return { id, set, executionId: execution.id, otherJob: other.id };
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

  it('that made one record of several sources: a job that keeps one of them in step sends it what the others said', async () => {
    const match = await seedMatch();
    const { connectionId: connection, stream, recordType } = match.set;
    const merged = (await admin.http.post(`${at(match.id)}/merge`).send({})).body as MatchView;
    expect(merged.state).toBe('merged');
    const { database } = admin;
    await database.rows('update job set removed_at = now() where connection_id = $1', [connection]);
    await database.rows(`update record set data = '{"name":"Ana Berg"}' where id = $1`, [merged.one]);
    const added = await admin.http.post('/api/v1/jobs').send({
      ...{ name: `both ways: ${recordType}`, connection, stream, recordType, direction: 'bidirectional' },
      conflictPolicy: { strategy: 'source_wins' },
    });
    expect(added.status).toBe(201);
    const { id: job } = added.body as { id: string };
    const [base] = await database.rows<{ agreed: object }>(
      `select b.agreed from reference_base b join external_reference e on e.id = b.reference_id where e.record_id = $1`,
      [merged.one],
    );
    expect(base?.agreed).toMatchObject({ remote: { name: 'Anna Berg' }, contested: [] });
    const pending = 'select record_id::text as id from local_change where job_id = $1';
    expect(await database.rows(pending, [job])).toEqual([{ id: merged.one }]);
  });

  it('make no record of two of one provider that a job keeps in step, nor one that is being written', async () => {
    const match = await seedMatch();
    const { database } = admin;
    const { one } = (await admin.http.get(at(match.id))).body as MatchView;
    await database.rows(`update job set direction = 'bidirectional' where connection_id = $1`, [
      match.set.connectionId,
    ]);
    const refused = async () => {
      const { body } = await admin.http.post(`${at(match.id)}/merge`).send({});
      expect(body).toMatchObject({ status: 409, code: 'request.wrong_state' });
      return (body as { detail: string }).detail;
    };
    await database.rows(
      `insert into push_intent (id, tenant_id, job_id, execution_id, chunk_id, set_id, record_id, record_version, kind, data, sent, call_key,
         call_position, page_cursor, state)
       select gen_random_uuid(), r.tenant_id, $2, $2, $2, 0, r.id, 1, 'update', '{}', '{}', $2, 0, '', 'sent' from record r
       where r.id = $1`,
      [one, crypto.randomUUID()],
    );
    expect(await refused()).toContain('a write of record');
    await database.rows('delete from push_intent');
    await database.rows(
      `update external_reference e set external_id = 'b', set_id = (
         select o.set_id from external_reference o where o.record_id = $1) where e.record_id <> $1
         and e.set_id in (select s.id from reference_set s join job j on j.connection_id = s.connection_id where j.id = $2)`,
      [one, match.otherJob],
    );
    expect(await refused()).toContain('two at one provider');
    expect((await admin.http.post(`${at(match.id)}/keep-apart`).send({})).status).toBe(200);
  });
});
