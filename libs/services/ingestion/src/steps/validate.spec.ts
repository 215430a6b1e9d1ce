import { newId, seedJob } from '@evenkeel/conformance';
import { startPlan, type Job, type JobDefinition, type JsonObject } from '@evenkeel/domain';
import { IngestionWorld, pageOf, saying, type Claimed } from '../testing/ingestion-world.js';

const world = new IngestionWorld();
const SHORT = { properties: { word: { type: 'string', maxLength: 3 } } };
let made = 0;

/** A job of a record type of its own. */
async function someJob(schema: JsonObject | null, definition: Partial<JobDefinition> = {}): Promise<Job> {
  const recordType = `type ${++made}`;
  const { job } = await seedJob(world.tenant, { recordType, ...definition });
  await world.tenant.transaction((tx) => tx.recordTypes.ensure(recordType, newId()));
  if (schema !== null) await setSchema(job, schema);
  return job;
}

async function setSchema({ definition }: Job, schema: JsonObject | null): Promise<void> {
  await world.tenant.transaction(async (tx) => {
    const type = (await tx.recordTypes.lock(definition.recordType))!;
    await tx.recordTypes.saveRevision({ ...type, revision: type.revision + 1, schema });
  });
}

/** An execution of its own that reads these words, each as the record of its place. */
async function run(job: Job, ...words: readonly string[]): Promise<Claimed> {
  const claimed = await world.claimedOf(job, { lane: 'single' });
  const records = words.map((word, at) => saying(`r${at}`, word));
  await world.apply(pageOf(claimed, 0, records, { cursorOut: null }));
  return claimed;
}

describe('a record that breaks the schema of its type', () => {
  it('is rejected alone, once if its page comes twice, and told without its value', async () => {
    const job = await someJob(SHORT);
    const claimed = await world.claimedOf(job);
    const page = pageOf(claimed, 0, [saying('a', 'yes'), saying('b', 'confidential')], { cursorOut: null });
    await Promise.all([world.apply(page), world.apply(page)]);
    await world.apply(page);
    expect(await world.words(claimed)).toEqual({ a: 'yes' });
    const message = `The record breaks revision 2 of the schema of ${job.definition.recordType}: word breaks maxLength (a text)`;
    expect(await world.failures(job)).toMatchObject([
      {
        externalId: 'b',
        stage: 'validation',
        executions: 1,
        problem: { code: 'record.schema_violation', errorClass: 'data', message },
        mapped: '{"id":"b","word":"confidential"}',
      },
    ]);
    expect(await world.outcomes(claimed)).toMatchObject([{ externalId: 'b', outcome: 'rejected' }]);
    expect((await world.chunk(claimed)).outcomes).toMatchObject({ created: 1, rejected: 1 });
  });

  it('is judged as its mapping made it, not as the provider gave it', async () => {
    const mapping = [{ source: 'word', target: 'text', transforms: ['trim'] }];
    const job = await someJob(
      { properties: { text: { maxLength: 3 } }, additionalProperties: false },
      { mapping },
    );
    await run(job, '  yes  ', '  no!  ', ' long ');
    expect(await world.failures(job)).toMatchObject([{ externalId: 'r2', stage: 'validation' }]);
  });

  it('is rejected too where it is here unchanged and the schema has become stricter; what is here stays', async () => {
    const job = await someJob(null);
    await run(job, 'yes', 'longer');
    await setSchema(job, SHORT);
    const later = await run(job, 'yes', 'longer');
    expect(await world.outcomes(later)).toMatchObject([{ externalId: 'r1', outcome: 'rejected' }]);
    expect(await world.words(later)).toEqual({ r0: 'yes', r1: 'longer' });
    const contents = await world.contents(later);
    expect(contents.map(({ version }) => version)).toEqual([1, 1]);
    // What a close-out asks: it was listed, so it is not gone.
    expect(await world.pages(later)).toMatchObject([{ seen: 2 }]);
  });

  it('is applied by the next run once the schema takes it, and its failure is closed', async () => {
    const job = await someJob(SHORT);
    await run(job, 'longer');
    await setSchema(job, null);
    const later = await run(job, 'longer');
    expect(await world.words(later)).toEqual({ r0: 'longer' });
    expect(await world.failures(job)).toMatchObject([{ state: 'resolved' }]);
  });
});

describe('a preview', () => {
  it('shows what would be rejected, with why, and writes nothing', async () => {
    const job = await someJob(SHORT);
    const claimed = await world.claimedOf(job, { lane: 'single' });
    const planId = newId();
    await world.tenant.transaction((tx) => tx.plans.insert(startPlan(planId, claimed.execution, new Date())));
    await world.database.rows('update chunk set plan = $2 where id = $1', [
      claimed.chunk.id,
      JSON.stringify({ role: 'make', planId }),
    ]);
    await world.apply(pageOf(claimed, 0, [saying('a', 'yes'), saying('b', 'longer')], { cursorOut: null }));
    const [sums, changes] = await world.tenant.transaction(async (tx) => [
      await tx.plans.sums(planId),
      (await tx.plans.changes(planId, { after: null, limit: 9 })).items,
    ]);
    expect(sums).toMatchObject({ counts: { new: 1, rejected: 1 } });
    expect(changes).toContainEqual(
      expect.objectContaining({
        externalId: 'b',
        bucket: 'rejected',
        problem: expect.objectContaining({ code: 'record.schema_violation' }),
      }),
    );
    expect(await world.words(claimed)).toEqual({});
    expect(await world.failures(job)).toEqual([]);
  });
});

describe('a run', () => {
  it('keeps the revision that it was opened with, in every process and page, whatever becomes of the schema', async () => {
    const job = await someJob(SHORT);
    const claimed = await world.claimedOf(job);
    await world.apply(pageOf(claimed, 0, [saying('a', 'longer')]));
    await setSchema(job, null);
    // Another process, which has not seen the first page.
    await world.apply(pageOf(claimed, 1, [saying('b', 'longer')], { cursorOut: null }));
    expect((await world.failures(job)).map(({ externalId }) => externalId).toSorted()).toEqual(['a', 'b']);
  });

  it('that began without a schema is not held against one that comes meanwhile', async () => {
    const job = await someJob(null);
    const claimed = await world.claimedOf(job);
    await setSchema(job, SHORT);
    await world.apply(pageOf(claimed, 0, [saying('a', 'longer')], { cursorOut: null }));
    expect(await world.failures(job)).toEqual([]);
  });

  it('of an open type says nothing more to the database for its records than one of no type at all', async () => {
    const typeless = (await seedJob(world.tenant, { recordType: 'no such type' })).job;
    const said: number[] = [];
    for (const job of [typeless, await someJob(null), await someJob(SHORT)]) {
      const claimed = await world.claimedOf(job, { lane: 'single' });
      const before = world.statements.length;
      await world.apply(pageOf(claimed, 0, [saying('a', 'yes')], { cursorOut: null }));
      said.push(world.statements.length - before);
    }
    expect(said[1]).toBe(said[0]);
    expect(said[2]).toBe(said[0]);
  });

  it('reads what an inventory names with an equal version again, once the schema is another', async () => {
    const job = await someJob(null);
    const { connectionId, definition } = job;
    const { stream, recordType } = definition;
    const set = { connectionId, stream, recordType };
    const first = await run(job, 'longer');
    const isMapped = ({ execution }: Claimed) =>
      world.tenant.transaction((tx) => tx.inventories.isMappedAs(set, execution));
    await world.tenant.transaction((tx) => tx.inventories.markMappedAs(set, first.execution));
    expect(await isMapped(await world.claimedOf(job, { lane: 'single' }))).toBe(true);
    await setSchema(job, SHORT);
    expect(await isMapped(await world.claimedOf(job, { lane: 'single' }))).toBe(false);
    await setSchema(job, null);
    expect(await isMapped(await world.claimedOf(job, { lane: 'single' }))).toBe(true);
  });
});
