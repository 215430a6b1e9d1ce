import type { Conflict } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import { seedConflicted, someConflict, someSaved, type ConflictedJob } from './testing/conflict-fixtures.js';
import type { StoreConformance, StoreWorld } from './testing/store-world.js';

const DAY_MS = 86_400_000;
const START = new Date('2026-11-01T12:00:00.000Z');
const DECIDED = {
  state: 'resolved',
  revision: 2,
  decision: { by: 'ann', reason: null, at: START.toISOString(), fields: { city: 'local' } },
} as const;
/** By what becomes of them: those that live end with their record or job. */
const LIVING: Readonly<Record<string, Partial<Conflict>>> = {
  open: {},
  proposing: { state: 'proposing', policy: 'ai' },
  'decided, and not carried out': DECIDED,
};
const OVER: Readonly<Record<string, Partial<Conflict>>> = {
  'carried out': { ...DECIDED, isTaken: true, isCarriedOut: true },
  superseded: { state: 'superseded', revision: 2 },
  expired: { state: 'expired', revision: 2 },
};
const NAMES = [...Object.keys(LIVING), ...Object.keys(OVER)];

export function describeConflictEnds({ open }: StoreConformance): void {
  let world: StoreWorld;
  let job: ConflictedJob;
  const ids = new Map<string, string>();
  beforeEach(async () => {
    world = await open();
    world.setNow(START);
    job = await seedConflicted(world, [...NAMES, 'survivor']);
    const saved = Object.entries({ ...LIVING, ...OVER }).map(([name, changes]) => {
      const conflict = someSaved(job, name, changes);
      ids.set(name, conflict.id);
      return { ...conflict, conflict: someConflict(changes) };
    });
    await within((tx) => tx.conflicts.save(saved));
  });
  const within = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => world.tenant.transaction(work);
  const find = (name: string) => within((tx) => tx.conflicts.find(ids.get(name)!));
  const recordIds = () => NAMES.map((name) => job.recordIds[name]!);

  async function expectEnded(by: string | null): Promise<void> {
    for (const [name, { revision = 1 }] of Object.entries(LIVING)) {
      const conflict = await find(name);
      expect(conflict).toMatchObject({ state: 'expired', revision: revision + 1, resolvedAt: START });
      expect(conflict?.history.at(-1)).toEqual({
        ...{ kind: 'expired', revision: revision + 1, by, reason: null, at: START.toISOString() },
      });
    }
    for (const [name, { state, revision }] of Object.entries(OVER))
      await expect(find(name)).resolves.toMatchObject({ state, revision, history: [] });
    // None of them is looked at any more.
    const references = NAMES.map((name) => job.referenceIds[name]!);
    const living = await within((tx) => tx.conflicts.lockLive(references));
    expect(living.size).toBe(0);
    await expect(within((tx) => tx.conflicts.toRead(job.jobId, 10))).resolves.toEqual([]);
    await expect(within((tx) => tx.proposals.claim(10, 1_000))).resolves.toEqual([]);
  }

  describe('conflicts that are not over', () => {
    it('end where their record becomes part of another one', async () => {
      const survivorId = job.recordIds['survivor']!;
      const pairs = recordIds().map((absorbedId) => ({ absorbedId, survivorId }));
      await within((tx) => tx.merges.absorb(pairs));
      await expectEnded(null);
    });

    it('end where their job is removed, by who removed it', async () => {
      await within((tx) => tx.jobRemovals.begin(job.jobId, { actor: 'ada', detach: false }));
      await expectEnded('ada');
    });

    it('end where their record is erased, without what it said', async () => {
      await within(async (tx) => {
        for (const recordId of recordIds()) {
          await tx.erasures.lock(recordId);
          await tx.erasures.erase(await tx.erasures.scope(recordId));
        }
      });
      await expectEnded(null);
      for (const name of NAMES)
        await expect(find(name)).resolves.toMatchObject({ fields: [], decision: null, proposal: null });
    });
  });

  describe('conflicts that are over', () => {
    it('are forgotten when their days are over, in batches, and those that live are not', async () => {
      const purge = (limit: number) => world.system.transaction((tx) => tx.purges.endedConflicts(7, limit));
      world.setNow(new Date(START.getTime() + 7 * DAY_MS));
      await expect(purge(10)).resolves.toBe(0);
      world.setNow(new Date(START.getTime() + 7 * DAY_MS + 1));
      await expect(purge(2)).resolves.toBe(2);
      const counts = await Promise.all([purge(2), purge(2)]);
      expect(counts[0] + counts[1]).toBe(1);
      const left = await within((tx) => tx.conflicts.list({}, { after: null, limit: 10 }));
      expect(left.items.map(({ id }) => id).toSorted()).toEqual(
        Object.keys(LIVING)
          .map((name) => ids.get(name))
          .toSorted(),
      );
    });

    it('are kept for so long since they changed last, not since they were opened', async () => {
      world.setNow(new Date(START.getTime() + 7 * DAY_MS));
      const id = ids.get('decided, and not carried out')!;
      await within(async (tx) => {
        const { jobId, referenceId, history, ...conflict } = (await tx.conflicts.lock(id))!;
        const carriedOut = { ...conflict, isTaken: true, isCarriedOut: true };
        await tx.conflicts.save([{ id, jobId, referenceId, history, conflict: carriedOut }]);
      });
      world.setNow(new Date(START.getTime() + 8 * DAY_MS));
      await world.system.transaction((tx) => tx.purges.endedConflicts(7, 10));
      await expect(within((tx) => tx.conflicts.find(id))).resolves.toMatchObject({ state: 'resolved' });
    });
  });
}
