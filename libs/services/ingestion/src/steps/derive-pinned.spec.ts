import type { JsonObject } from '@evenkeel/domain';
import { DerivedWorld, LABELS, later } from '../testing/derived-world.js';
import { pageOf, sourceRecord, type Claimed } from '../testing/ingestion-world.js';

const world = new DerivedWorld();
const TYPE = 'pinned label';
const rule = { ...LABELS, recordType: TYPE };

async function setSchema(schema: JsonObject): Promise<void> {
  await world.tenant.transaction(async (tx) => {
    await tx.recordTypes.ensure(TYPE, crypto.randomUUID());
    const type = await tx.recordTypes.lock(TYPE);
    await tx.recordTypes.saveRevision({ ...type!, schema, revision: type!.revision + 1 });
  });
}

it('a run holds derived records against the schema that it was opened with, in every process and to its last page', async () => {
  await setSchema({ type: 'object' });
  const job = await world.job([rule]);
  const run = await world.claimedOf(job, { lane: 'single' });
  const page = (claimed: Claimed, no: number, isLast: boolean) => {
    const data = { id: `${no}`, labels: [{ id: 'a', name: 'Bug' }] };
    const at = { observedAt: later(), ...(isLast && { cursorOut: null }) };
    return world.apply(pageOf(claimed, no, [sourceRecord(`${claimed.execution.id} ${no}`, { data })], at));
  };
  await page(run, 0, false);
  await setSchema({ properties: { title: { type: 'number' } } });
  // Another process begins with the run here.
  await page(run, 1, true);
  expect(await world.derived(run)).toMatchObject({ created: 2, rejected: 0 });
  const next = await world.claimedOf(job, { lane: 'single' });
  await page(next, 0, true);
  expect(await world.derived(next)).toMatchObject({ created: 0, rejected: 1 });
});
