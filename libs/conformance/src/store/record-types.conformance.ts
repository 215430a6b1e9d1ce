import type { RecordType } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import { newId, seedJob, someExecution } from './testing/store-fixtures.js';
import { hold, isBlocked, type StoreConformance, type StoreWorld } from './testing/store-world.js';

const SCHEMA = { type: 'object', properties: { zulu: { type: 'string' }, alpha: { maximum: 3 } } };

export function describeRecordTypes({ open }: StoreConformance): void {
  let world: StoreWorld;
  beforeEach(async () => {
    world = await open();
  });
  const within = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => world.tenant.transaction(work);

  async function added(name = 'customer'): Promise<RecordType> {
    return within(async (tx) => {
      await tx.recordTypes.ensure(name, newId());
      return (await tx.recordTypes.find(name))!;
    });
  }

  describe('a record type', () => {
    it('is made once, open, however often it is asked for at once', async () => {
      await Promise.all(
        Array.from({ length: 5 }, () => within((tx) => tx.recordTypes.ensure('customer', newId()))),
      );
      const type = await within((tx) => tx.recordTypes.find('customer'));
      expect(type).toMatchObject({ name: 'customer', revision: 1, schema: null, sensitive: [] });
      expect((await within((tx) => tx.recordTypes.list({ after: null, limit: 9 }))).items).toEqual([type]);
    });

    it('keeps its schema as it was given, in the order of its properties', async () => {
      const sensitive = ['email', 'contacts.*.phone'];
      const type = { ...(await added()), revision: 2, schema: SCHEMA, sensitive };
      await within((tx) => tx.recordTypes.saveRevision(type));
      const found = await within((tx) => tx.recordTypes.find('customer'));
      expect(found?.sensitive).toEqual(sensitive);
      expect(JSON.stringify(found?.schema)).toBe(JSON.stringify(SCHEMA));
      expect(found?.revision).toBe(2);
    });

    it('is listed by name, in slices', async () => {
      for (const name of ['b', 'c', 'a']) await added(name);
      const first = await within((tx) => tx.recordTypes.list({ after: null, limit: 2 }));
      expect(first.items.map(({ name }) => name)).toEqual(['a', 'b']);
      const second = await within((tx) => tx.recordTypes.list({ after: first.next, limit: 2 }));
      expect(second).toMatchObject({ items: [{ name: 'c' }], next: null });
    });

    it('is removed with its revisions, and is another one when it comes again', async () => {
      const type = await added();
      await within((tx) => tx.recordTypes.remove(type.id));
      expect(await within((tx) => tx.recordTypes.find('customer'))).toBeUndefined();
      expect((await added()).id).not.toBe(type.id);
    });

    it('cannot be removed between being asked for and the commit of the job that needs it', async () => {
      await added();
      const job = await hold(world.tenant, (tx) => tx.recordTypes.ensure('customer', newId()));
      const removal = within((tx) => tx.recordTypes.lock('customer'));
      expect(await isBlocked(removal)).toBe(true);
      await job.commit();
      await expect(removal).resolves.toMatchObject({ name: 'customer' });
    });

    it('is made again where it is removed while a job asks for it', async () => {
      const type = await added();
      const removal = await hold(world.tenant, async (tx) => {
        await tx.recordTypes.lock('customer');
        await tx.recordTypes.remove(type.id);
      });
      const job = within((tx) => tx.recordTypes.ensure('customer', newId()));
      expect(await isBlocked(job)).toBe(true);
      await removal.commit();
      await job;
      expect(await within((tx) => tx.recordTypes.find('customer'))).toMatchObject({ revision: 1 });
    });
  });

  describe('an execution', () => {
    it('keeps the revision of its record type that it was opened with', async () => {
      const type = await added();
      const { job } = await seedJob(world.tenant, { recordType: 'customer' });
      const [early, late] = [someExecution(job.id), someExecution(job.id, { lane: 'single' })];
      await within((tx) => tx.executions.insert(early));
      await within((tx) => tx.recordTypes.saveRevision({ ...type, revision: 2, schema: SCHEMA }));
      await within((tx) => tx.executions.insert(late));
      const of = (id: string) => within((tx) => tx.recordTypes.ofExecution(id));
      expect(await of(early.id)).toMatchObject({ revision: 1, schema: null });
      expect(await of(late.id)).toMatchObject({ revision: 2, schema: SCHEMA });
      expect(await of(newId())).toBeUndefined();
    });

    it('keeps the revisions of the types that an execution derives, each once', async () => {
      const home = await added('home');
      const rule = (name: string, recordType: string) => ({ name, at: name, recordType });
      const derive = [rule('one', 'home'), rule('two', 'home'), rule('three', 'not here')];
      const { job } = await seedJob(world.tenant, { derive });
      const plain = await seedJob(world.tenant);
      const [early, late] = [someExecution(job.id), someExecution(job.id, { lane: 'single' })];
      await within((tx) => tx.executions.insert(early));
      await within((tx) => tx.recordTypes.saveRevision({ ...home, revision: 2, schema: SCHEMA }));
      await within((tx) => tx.executions.insert(late));
      const of = (id: string) => within((tx) => tx.recordTypes.derivedBy(id));
      expect([...(await of(early.id))]).toMatchObject([['home', { revision: 1, schema: null }]]);
      expect([...(await of(late.id))]).toMatchObject([['home', { revision: 2, schema: SCHEMA }]]);
      // One that was made since goes by the newest.
      await added('not here');
      expect([...(await of(early.id)).keys()].sort()).toEqual(['home', 'not here']);
      const none = someExecution(plain.job.id);
      await within((tx) => tx.executions.insert(none));
      expect([(await of(none.id)).size, (await of(newId())).size]).toEqual([0, 0]);
    });

    it('goes by no record type where its job has none yet', async () => {
      const { job } = await seedJob(world.tenant, { recordType: 'nameless' });
      const execution = someExecution(job.id);
      await within((tx) => tx.executions.insert(execution));
      expect(await within((tx) => tx.recordTypes.ofExecution(execution.id))).toBeUndefined();
      expect(await world.system.transaction((tx) => tx.due.missingRecordTypes())).toMatchObject([
        { recordType: 'nameless' },
      ]);
    });
  });

  describe('a record view', () => {
    const COLUMNS = [{ name: 'zulu', property: 'zulu', kind: 'text' }] as const;
    const due = async () =>
      (await world.system.transaction((tx) => tx.due.recordViews())).map(({ recordType }) => recordType);
    const make = (name: string) =>
      within(async (tx) => {
        const madeFrom = await tx.recordViews.lock(name);
        await tx.recordViews.make(name, COLUMNS);
        await tx.recordViews.save(name, { columns: COLUMNS, problem: null }, madeFrom);
      });

    it('is due until it was made, and again when the schema or a job of its type is another, or it is gone', async () => {
      const type = await added('due');
      expect(await due()).toEqual(['due']);
      await make('due');
      expect(await due()).toEqual([]);
      expect(await within((tx) => tx.recordViews.find('due'))).toEqual({
        columns: COLUMNS,
        problem: null,
        isThere: true,
      });
      await within((tx) => tx.recordTypes.saveRevision({ ...type, revision: 2, schema: SCHEMA }));
      expect(await due()).toEqual(['due']);
      await make('due');
      const { job } = await seedJob(world.tenant, { recordType: 'due' });
      expect(await due()).toEqual(['due']);
      await make('due');
      await within((tx) => tx.jobs.saveRevision({ ...job, revision: 2 }));
      expect(await due()).toEqual(['due']);
      await make('due');
      await within((tx) => tx.recordViews.drop('due'));
      expect(await due()).toEqual(['due']);
      expect(await within((tx) => tx.recordViews.find('due'))).toBeUndefined();
    });

    it('is due while it has a problem', async () => {
      await added('odd');
      await within(async (tx) => {
        const madeFrom = await tx.recordViews.lock('odd');
        await tx.recordViews.make('odd', []);
        await tx.recordViews.save('odd', { columns: [], problem: 'no right' }, madeFrom);
      });
      expect(await due()).toEqual(['odd']);
      await within((tx) => tx.recordViews.drop('odd'));
    });
  });
}
