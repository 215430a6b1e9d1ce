import {
  referenceSetOf,
  unknownBase,
  type Job,
  type JobDefinition,
  type ReferenceSet,
} from '@evenkeel/domain';
import type { StagedRecord, Transaction } from '@evenkeel/ports';
import { newId, seedJob, someWrite } from './testing/store-fixtures.js';
import { hold, isBlocked, type StoreConformance, type StoreWorld } from './testing/store-world.js';

const [ANN, BOB, CAT] = ['a', 'b', 'c'].map((digit) => digit.repeat(32)) as [string, string, string];
const ALL = { after: null, limit: 100 };
const BOTH_WAYS: Partial<JobDefinition> = { direction: 'bidirectional', pairBy: ['email'] };
const here = (id: string, key: string | null): StagedRecord => ({ side: 'here', id, key });
const there = (id: string, key: string | null, differs = false): StagedRecord => ({
  ...{ side: 'there', id, key, differs },
});

export function describePairings({ open }: StoreConformance): void {
  let world: StoreWorld;
  beforeAll(async () => {
    world = await open();
  });
  const within = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => world.tenant.transaction(work);
  const seed = async (definition: Partial<JobDefinition> = {}): Promise<Job> =>
    (await seedJob(world.tenant, { ...BOTH_WAYS, recordType: `paired ${newId()}`, ...definition })).job;
  const find = ({ id }: Job) => within((tx) => tx.pairings.find(id));
  const isOpen = ({ id }: Job) => within((tx) => tx.pairings.isOpen(id));

  /** A plan of a job that knows these records. */
  async function planned(
    records: readonly StagedRecord[],
    late: readonly StagedRecord[] = [],
  ): Promise<string> {
    const [{ id: jobId }, planId] = [await seed(), newId()];
    await within(async (tx) => {
      await tx.pairings.save({ jobId, planId, state: 'planned' });
      await tx.pairings.stage(planId, records);
      await tx.pairings.addLate(planId, late);
    });
    return planId;
  }

  describe('the pairing of a job', () => {
    it('is wanted until a plan is made, and wanting it again changes nothing', async () => {
      const [job, planId] = [await seed(), newId()];
      await expect(find(job)).resolves.toBeUndefined();
      await within((tx) => tx.pairings.want(job.id));
      await expect(find(job)).resolves.toEqual({ jobId: job.id, planId: null, state: 'wanted' });
      await within((tx) => tx.pairings.save({ jobId: job.id, planId, state: 'planned' }));
      await within((tx) => tx.pairings.want(job.id));
      await expect(find(job)).resolves.toEqual({ jobId: job.id, planId, state: 'planned' });
    });

    it('keeps records waiting until it is carried out', async () => {
      const [job, planId] = [await seed(), newId()];
      await expect(isOpen(job)).resolves.toBe(false);
      for (const state of ['planned', 'approved', 'carried_out'] as const) {
        await within((tx) => tx.pairings.save({ jobId: job.id, planId, state }));
        await expect(isOpen(job)).resolves.toBe(state !== 'carried_out');
      }
    });

    it.each<Partial<JobDefinition>>([{ pairBy: [] }, { createsUnpaired: true }, { direction: 'inbound' }])(
      'keeps nothing waiting of a job that was changed to %j',
      async (change) => {
        const job = await seed();
        await within((tx) => tx.pairings.want(job.id));
        await expect(isOpen(job)).resolves.toBe(true);
        const definition = { ...job.definition, ...change };
        await within((tx) => tx.jobs.saveRevision({ ...job, revision: 2, definition }));
        await expect(isOpen(job)).resolves.toBe(false);
      },
    );

    it('forgets the records of the plan before', async () => {
      const [job, first, second] = [await seed(), newId(), newId()];
      const save = (planId: string) =>
        within((tx) => tx.pairings.save({ jobId: job.id, planId, state: 'planned' }));
      const known = (planId: string) => within((tx) => tx.pairings.ofIds(planId, 'there', ['x']));
      await save(first);
      await within((tx) => tx.pairings.stage(first, [there('x', ANN)]));
      await save(first);
      await expect(known(first)).resolves.toHaveProperty('size', 1);
      await save(second);
      await expect(known(first)).resolves.toHaveProperty('size', 0);
    });

    it('is forgotten with its job once that is removed, and so are the records', async () => {
      const [job, planId] = [await seed(), newId()];
      await within((tx) => tx.pairings.save({ jobId: job.id, planId, state: 'carried_out' }));
      await within((tx) => tx.pairings.stage(planId, [there('x', ANN)]));
      await within((tx) => tx.jobRemovals.begin(job.id, { actor: 'ada', detach: true }));
      await within((tx) => tx.jobRemovals.markCleared(job.id));
      await expect(find(job)).resolves.toBeUndefined();
      await expect(within((tx) => tx.pairings.ofIds(planId, 'there', ['x']))).resolves.toHaveProperty(
        'size',
        0,
      );
    });

    it('is of its tenant alone', async () => {
      const [job, planId] = [await seed(), newId()];
      const other = world.store.of(await world.addTenant());
      await within((tx) => tx.pairings.save({ jobId: job.id, planId, state: 'planned' }));
      await within((tx) => tx.pairings.stage(planId, [there('x', ANN), here('1', ANN)]));
      const decided = { side: 'there', id: 'x', decided: 'apart', partner: null } as const;
      const seen = await other.transaction(async (tx) => ({
        found: await tx.pairings.find(job.id),
        open: await tx.pairings.isOpen(job.id),
        known: (await tx.pairings.ofIds(planId, 'there', ['x'])).size,
        held: (await tx.pairings.held(planId, ALL)).items,
        groups: (await tx.pairings.groups(planId)).filter(({ records }) => records > 0),
        decided: await tx.pairings.decide(planId, decided),
      }));
      expect(seen).toEqual({ found: undefined, open: false, known: 0, held: [], groups: [], decided: false });
      const strange = { jobId: job.id, planId: newId(), state: 'carried_out' } as const;
      await other.transaction((tx) => tx.pairings.save(strange));
      await expect(find(job)).resolves.toMatchObject({ planId, state: 'planned' });
    });
  });

  describe('records that a plan knows', () => {
    it('are told with what both sides have of their key, more than two as two', async () => {
      const plan = await planned([
        ...[here('1', ANN), there('x', ANN, true)],
        ...[here('2', BOB), here('3', BOB), here('4', BOB), there('y', BOB)],
        ...[there('z', null), here('5', CAT)],
      ]);
      const ofThere = await within((tx) => tx.pairings.ofIds(plan, 'there', ['x', 'y', 'z', 'w']));
      const common = { side: 'there', isLate: false, decided: null };
      expect([...ofThere.values()].toSorted((one, other) => (one.id < other.id ? -1 : 1))).toEqual([
        { ...common, id: 'x', key: ANN, partner: '1', counts: { here: 1, there: 1 } },
        { ...common, id: 'y', key: BOB, partner: '2', counts: { here: 2, there: 1 } },
        { ...common, id: 'z', key: null, partner: null, counts: undefined },
      ]);
      const ofHere = await within((tx) => tx.pairings.ofIds(plan, 'here', ['1', '2', 'x']));
      expect([...ofHere.values()].map(({ partner }) => partner).toSorted()).toEqual(['x', 'y']);
      await expect(
        within((tx) => tx.pairings.holders(plan, [ANN, BOB, ANN, 'd'.repeat(32)])),
      ).resolves.toEqual(
        new Map([
          [ANN, { counts: { here: 1, there: 1 }, recordId: '1' }],
          [BOB, { counts: { here: 2, there: 1 }, recordId: '2' }],
        ]),
      );
      await expect(within((tx) => tx.pairings.unkeyed(plan))).resolves.toEqual({ here: 0, there: 1 });
      const groups = await within((tx) => tx.pairings.groups(plan));
      expect(groups.filter(({ records }) => records > 0)).toEqual(
        expect.arrayContaining([
          { counts: { here: 1, there: 1 }, records: 1, differing: 1 },
          { counts: { here: 2, there: 1 }, records: 1, differing: 0 },
          { counts: undefined, records: 1, differing: 0 },
        ]),
      );
    });

    it('are kept once, whatever comes again or later', async () => {
      const plan = await planned([there('x', ANN)], [there('x', BOB), there('y', ANN)]);
      await within((tx) => tx.pairings.stage(plan, [there('x', CAT)]));
      const found = await within((tx) => tx.pairings.ofIds(plan, 'there', ['x', 'y']));
      expect(found.get('x')).toMatchObject({ key: ANN, isLate: false });
      expect(found.get('y')).toMatchObject({ key: ANN, isLate: true });
    });

    it('that came late are not counted', async () => {
      const plan = await planned(
        [here('1', ANN), there('x', ANN)],
        [here('2', ANN), there('y', ANN), there('z', null)],
      );
      const holders = await within((tx) => tx.pairings.holders(plan, [ANN]));
      expect(holders.get(ANN)).toEqual({ counts: { here: 1, there: 1 }, recordId: '1' });
      await expect(within((tx) => tx.pairings.unkeyed(plan))).resolves.toEqual({ here: 0, there: 0 });
    });

    it('wait for a person where the other side has their key, they came late or were decided on; those of one key together, in slices', async () => {
      const plan = await planned(
        [here('1', BOB), there('x', BOB), here('2', ANN), there('y', ANN), there('z', null), here('3', CAT)],
        [there('w', null)],
      );
      const decision = { side: 'there', id: 'z', decided: 'pair', partner: '9' } as const;
      await expect(within((tx) => tx.pairings.decide(plan, decision))).resolves.toBe(true);
      await expect(within((tx) => tx.pairings.decide(plan, { ...decision, id: 'none' }))).resolves.toBe(
        false,
      );
      const held = (after: string | null) => within((tx) => tx.pairings.held(plan, { after, limit: 4 }));
      const first = await held(null);
      expect(first.items).toHaveLength(4);
      const second = await held(first.next);
      expect(second.next).toBeNull();
      const seen = [...first.items, ...second.items].map(({ side, id, decided, partner }) =>
        [side, id, decided, partner].join(' '),
      );
      expect(seen).toEqual([
        ...['there w  ', 'there z pair 9'],
        ...['here 2  y', 'there y  2', 'here 1  x', 'there x  1'],
      ]);
    });
  });

  describe('records that become one', () => {
    /** Records of the type of a job that none of its references names, made by another job; their ids by the name that each was given. */
    async function free(
      names: readonly string[],
    ): Promise<{ set: ReferenceSet; ids: ReadonlyMap<string, string> }> {
      const job = await seed();
      const set = referenceSetOf(job);
      const { set: elsewhere } = await seedJob(world.tenant, { recordType: set.recordType });
      return within(async (tx) => {
        await tx.recordWrites.create(
          elsewhere,
          names.map((name) => someWrite(name)),
        );
        const found = await tx.references.find(elsewhere, names);
        return { set, ids: new Map(found.map(({ externalId, recordId }) => [externalId, recordId])) };
      });
    }
    const lockFree = (set: ReferenceSet, ids: Iterable<string>) =>
      within((tx) => tx.pairings.lockFree(set, [...ids]));

    it('are those that are active, and that the stream has no reference of', async () => {
      const { set, ids } = await free(['one', 'gone', 'known']);
      const [one, gone, known] = ['one', 'gone', 'known'].map((name) => ids.get(name)!) as [
        string,
        string,
        string,
      ];
      await within(async (tx) => {
        const [record] = await tx.records.findByExternalId(set.recordType, 'gone');
        expect(record?.id).toBe(gone);
        await tx.pairings.attach(set, [{ recordId: known, externalId: 'k' }], 1);
        await tx.merges.absorb([{ absorbedId: gone, survivorId: one }]);
      });
      const found = await lockFree(set, ids.values());
      expect([...found]).toEqual([[one, { id: 'one' }]]);
      await expect(lockFree({ ...set, recordType: 'another' }, ids.values())).resolves.toHaveProperty(
        'size',
        0,
      );
    });

    it('are locked until they are', async () => {
      const { set, ids } = await free(['one']);
      const first = await hold(world.tenant, async (tx) => {
        await tx.pairings.lockFree(set, [...ids.values()]);
        await tx.pairings.attach(set, [{ recordId: ids.get('one')!, externalId: 'x' }], 1);
      });
      const second = lockFree(set, ids.values());
      expect(await isBlocked(second)).toBe(true);
      await first.commit();
      await second;
      await expect(lockFree(set, ids.values())).resolves.toHaveProperty('size', 0);
    });

    it('have a reference of which nothing is agreed on, and one that is there already stays', async () => {
      const { set, ids } = await free(['one', 'other']);
      const [one, other] = [ids.get('one')!, ids.get('other')!];
      const attach = (recordId: string, revision: number) =>
        within((tx) => tx.pairings.attach(set, [{ recordId, externalId: 'x' }], revision));
      await attach(one, 3);
      await attach(other, 4);
      await within(async (tx) => {
        const [reference] = await tx.references.find(set, ['x']);
        expect(reference).toMatchObject({ recordId: one });
        const agreed = await tx.agreements.find([reference!.id]);
        expect([...agreed.values()]).toEqual([{ ...unknownBase(3), contested: [] }]);
      });
    });

    it('are forgotten by the plan, as is what is not there any more', async () => {
      const { set, ids } = await free(['one', 'gone', 'left']);
      const [one, gone, left] = ['one', 'gone', 'left'].map((name) => ids.get(name)!) as [
        string,
        string,
        string,
      ];
      const plan = await planned([
        here(one, ANN),
        there('x', ANN),
        here(gone, BOB),
        here(left, CAT),
        there('y', CAT),
      ]);
      await within(async (tx) => {
        await tx.pairings.attach(set, [{ recordId: one, externalId: 'x' }], 1);
        await tx.merges.absorb([{ absorbedId: gone, survivorId: one }]);
        await tx.pairings.forgetPaired(plan, set);
      });
      const known = await within(async (tx) => [
        ...(await tx.pairings.ofIds(plan, 'here', [one, gone, left])).keys(),
        ...(await tx.pairings.ofIds(plan, 'there', ['x', 'y'])).keys(),
      ]);
      expect(known).toEqual([left, 'y']);
    });
  });
}
