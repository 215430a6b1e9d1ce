import { applyEdit, canonicalText, type Job, type JsonObject } from '@evenkeel/domain';
import { DerivedWorld, issue, LABELS, SHARED_LABELS } from '../testing/derived-world.js';
import { pageOf, sourceRecord } from '../testing/ingestion-world.js';

const world = new DerivedWorld();
const rule = { ...LABELS, mapping: [] };

/** As a person does it over HTTP. */
async function edit(job: Job, externalId: string, set: JsonObject, unset: string[] = []): Promise<void> {
  const { id, data } = (await world.pieces(job)).find((piece) => piece.externalId === externalId)!;
  const dataText = canonicalText(applyEdit(data, { set, unset }));
  await world.tenant.transaction((tx) => tx.recordEdits.save(id, { dataText, active: true }, 'ada'));
}

let hours = 0;
/** After every edit: times of the world above are before those. */
async function readsLater(job: Job, ...records: Parameters<typeof pageOf>[2]): Promise<void> {
  hours += 1;
  const observedAt = new Date(Date.now() + hours * 3_600_000).toISOString();
  const run = await world.claimedOf(job, { lane: 'single', jobRevision: job.revision });
  await world.apply(pageOf(run, 0, records, { cursorOut: null, observedAt }));
}

const dataOf = async (job: Job) => (await world.pieces(job)).map(({ data }) => data);
const label = (fields: JsonObject) =>
  sourceRecord('1', { data: { id: '1', labels: [{ id: 'a', ...fields }] } });

describe.each([rule, { ...rule, ...SHARED_LABELS, mapping: [] }])(
  'a derived record that was edited here: shared $shared',
  (derive) => {
    const known = derive.shared === true ? 'a' : '1#a';

    it('keeps what was edited when its parent changes something else of it (C10)', async () => {
      const job = await world.job([derive]);
      await world.run(job, label({ name: 'Bug', colour: 'red' }));
      await edit(job, known, { name: 'Defect', note: 'ours' });
      await world.run(job, label({ name: 'Bug', colour: 'blue' }));
      expect(await dataOf(job)).toEqual([{ id: 'a', name: 'Defect', colour: 'blue', note: 'ours' }]);
      await world.run(job, label({ name: 'Bug', colour: 'green', size: 1 }));
      expect(await dataOf(job)).toEqual([
        { id: 'a', name: 'Defect', colour: 'green', size: 1, note: 'ours' },
      ]);
    });

    it('takes what its parent says later of the same field, also where the field was removed here', async () => {
      const job = await world.job([derive]);
      await world.run(job, label({ name: 'Bug', colour: 'red' }));
      await edit(job, known, { name: 'Defect' }, ['colour']);
      await edit(job, known, { name: 'Flaw' });
      await world.run(job, label({ name: 'Bug', colour: 'red', size: 1 }));
      expect(await dataOf(job)).toEqual([{ id: 'a', name: 'Flaw', size: 1 }]);
      await readsLater(job, label({ name: 'Error', colour: 'blue', size: 1 }));
      expect(await dataOf(job)).toEqual([{ id: 'a', name: 'Error', colour: 'blue', size: 1 }]);
    });

    it('goes and comes back with its parent, as it was', async () => {
      const job = await world.job([derive]);
      await world.run(job, label({ name: 'Bug' }));
      await edit(job, known, { name: 'Defect' });
      await world.run(job, sourceRecord('1', { data: { id: '1', labels: [] } }));
      expect(await world.pieces(job)).toMatchObject([{ cause: 'element_gone' }]);
      await world.run(job, label({ name: 'Bug', size: 1 }));
      expect(await world.pieces(job)).toMatchObject([
        { cause: null, data: { id: 'a', name: 'Defect', size: 1 } },
      ]);
    });
  },
);

it('an edit that a page waits for is not written over', async () => {
  const job = await world.job([rule]);
  await world.run(job, label({ name: 'Bug', colour: 'red' }));
  const [piece] = await world.pieces(job);
  let reading: Promise<unknown> | undefined;
  await world.tenant.transaction(async (tx) => {
    const dataText = canonicalText({ ...piece!.data, name: 'Defect' });
    await tx.recordEdits.save(piece!.id, { dataText, active: true }, 'ada');
    reading = world.run(job, label({ name: 'Bug', colour: 'blue' }));
    // Long enough for the page to stand at the lock of the record.
    await new Promise((resolve) => setTimeout(resolve, 500));
  });
  await reading;
  expect(await dataOf(job)).toEqual([{ id: 'a', name: 'Defect', colour: 'blue' }]);
});

it("what nothing was edited of is its parent's alone, as before", async () => {
  const job = await world.job([rule]);
  await world.run(job, issue('1', ['a:Bug', 'b:Other']));
  await edit(job, '1#a', { name: 'Defect' });
  await readsLater(job, issue('1', ['a:Bug2', 'b:Other2']));
  const shared = await world.database.rows<{ external_id: string }>(
    `select e.external_id from external_reference e join reference_set s on s.id = e.set_id
     where s.connection_id = $1 and e.shares_record`,
    [job.connectionId],
  );
  expect(shared).toEqual([{ external_id: '1#a' }]);
  expect((await dataOf(job)).map(({ name }) => name)).toEqual(['Bug2', 'Other2']);
});
