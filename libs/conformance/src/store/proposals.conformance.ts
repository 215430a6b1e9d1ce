import type { Proposal } from '@evenkeel/domain';
import type { ClaimedProposal, NotedProposal, SavedConflict, Transaction } from '@evenkeel/ports';
import { seedConflicted, someProposal, someSaved, type ConflictedJob } from './testing/conflict-fixtures.js';
import { newId } from './testing/store-fixtures.js';
import { hold, type StoreConformance, type StoreWorld } from './testing/store-world.js';

const LEASE_MS = 60_000;
const START = new Date('2026-11-01T12:00:00.000Z');
const after = (ms: number) => new Date(START.getTime() + ms);

export function describeProposals({ open }: StoreConformance): void {
  let world: StoreWorld;
  let job: ConflictedJob;
  let asked: readonly SavedConflict[];
  beforeEach(async () => {
    world = await open();
    world.setNow(START);
    const ids = ['a', 'b', 'c'];
    job = await seedConflicted(world, ids);
    asked = ids.map((id) => someSaved(job, id, { state: 'proposing', policy: 'ai' }));
    await within((tx) => tx.conflicts.save(asked));
  });
  const within = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => world.tenant.transaction(work);
  const claim = (limit = 10) => within((tx) => tx.proposals.claim(limit, LEASE_MS));
  const idsOf = (claimed: readonly ClaimedProposal[]) =>
    claimed.map(({ conflictId }) => conflictId).toSorted();
  const find = (at = 0) => within((tx) => tx.conflicts.find(asked[at]!.id));
  const note = (next: NotedProposal['next'], changes: Partial<NotedProposal> = {}) =>
    within((tx) =>
      tx.proposals.note({
        ...{ conflictId: asked[0]!.id, revision: 1, proposal: someProposal(), next },
        ...changes,
      }),
    );

  describe('conflicts about which a model is to be asked', () => {
    it('are each claimed once, however many ask at the same time', async () => {
      const both = await Promise.all([claim(2), claim(2)]);
      expect(both.flatMap(idsOf).toSorted()).toEqual(asked.map(({ id }) => id).toSorted());
      expect(Math.max(...both.map(({ length }) => length))).toBe(2);
      await expect(claim()).resolves.toEqual([]);
    });

    it('that another transaction is claiming are passed over, not waited for', async () => {
      const first = await hold(world.tenant, (tx) => tx.proposals.claim(2, LEASE_MS));
      const rest = await claim();
      expect([...idsOf(first.answer), ...idsOf(rest)].toSorted()).toEqual(
        asked.map(({ id }) => id).toSorted(),
      );
      await first.commit();
    });

    it('are named with what they are asked about, and by whom they were found', async () => {
      const executionId = newId();
      await within((tx) => tx.conflicts.save([{ ...asked[0]!, conflict: raised(2), executionId }]));
      const claimed = (await claim()).find(({ conflictId }) => conflictId === asked[0]!.id);
      expect(claimed).toEqual({ conflictId: asked[0]!.id, revision: 2, attempt: 1, executionId });
    });

    it('are another one to claim once a claim has run out, with a further attempt', async () => {
      await claim();
      world.setNow(after(LEASE_MS - 1));
      await expect(claim()).resolves.toEqual([]);
      world.setNow(after(LEASE_MS));
      expect((await claim()).map(({ attempt }) => attempt)).toEqual([2, 2, 2]);
    });

    it('are of their tenant alone, and of those that are due', async () => {
      const tenantId = await world.addTenant();
      const other = world.store.of(tenantId);
      const due = () => world.system.transaction((tx) => tx.due.proposals(10));
      await expect(other.transaction((tx) => tx.proposals.claim(10, LEASE_MS))).resolves.toEqual([]);
      await expect(due()).resolves.toHaveLength(1);
      await claim();
      await expect(due()).resolves.toEqual([]);
      await other.transaction((tx) =>
        tx.proposals.note({
          ...{ conflictId: asked[0]!.id, revision: 1, proposal: someProposal() },
          next: { kind: 'review', history: [] },
        }),
      );
      await expect(find()).resolves.toMatchObject({ state: 'proposing', proposal: null });
    });
  });

  const raised = (revision: number) => ({ ...asked[0]!.conflict, revision });

  describe('what became of asking', () => {
    it('again: is kept, and the conflict is another one to claim after a while', async () => {
      await claim();
      const waiting: Proposal = someProposal({ outcome: 'waiting', cause: 'It is away' });
      await note({ kind: 'again', waitMs: 5_000 }, { proposal: waiting });
      await expect(find()).resolves.toMatchObject({ state: 'proposing', proposal: waiting });
      world.setNow(after(4_999));
      await expect(claim()).resolves.toEqual([]);
      world.setNow(after(5_000));
      await expect(claim()).resolves.toMatchObject([{ conflictId: asked[0]!.id, attempt: 2 }]);
    });

    it('again, where the time does not count: the next attempt is the same one', async () => {
      await claim();
      await note({ kind: 'again', waitMs: 5_000, isFree: true });
      world.setNow(after(5_000));
      await expect(claim()).resolves.toMatchObject([{ attempt: 1 }]);
    });

    it('review: the conflict is open for a person, with the proposal and what happened', async () => {
      await claim();
      const at = START.toISOString();
      const history = [{ kind: 'proposed', at, revision: 1, by: 'model small', reason: null }] as const;
      await note({ kind: 'review', history });
      await expect(find()).resolves.toMatchObject({ state: 'open', proposal: someProposal(), history });
      world.setNow(after(LEASE_MS));
      expect(idsOf(await claim())).not.toContain(asked[0]!.id);
    });

    it('decided: the proposal stays with the decision that it became', async () => {
      await claim();
      const decision = { by: 'model small', reason: null, at: START.toISOString(), fields: {} };
      const conflict = { ...raised(2), state: 'resolved', decision } as const;
      await within((tx) => tx.conflicts.save([{ ...asked[0]!, conflict }]));
      await note({ kind: 'decided' });
      await expect(find()).resolves.toMatchObject({ state: 'resolved', proposal: someProposal() });
    });

    it.each<NotedProposal['next']>([
      { kind: 'again', waitMs: 0 },
      { kind: 'review', history: [] },
      { kind: 'decided' },
    ])('$kind: is nothing of a conflict that is another one by now', async (next) => {
      await claim();
      await within((tx) => tx.conflicts.save([{ ...asked[0]!, conflict: raised(3) }]));
      await note(next);
      await expect(find()).resolves.toMatchObject({ state: 'proposing', revision: 3, proposal: null });
    });

    it('is forgotten with the values that it was about, and the next attempt is the first', async () => {
      await claim();
      await note({ kind: 'again', waitMs: 5_000 });
      await within((tx) => tx.conflicts.save([{ ...asked[0]!, conflict: raised(2) }]));
      await expect(find()).resolves.toMatchObject({ proposal: null });
      await expect(claim()).resolves.toMatchObject([{ conflictId: asked[0]!.id, revision: 2, attempt: 1 }]);
    });

    it('is kept where the conflict is saved again with the same values', async () => {
      await claim();
      await note({ kind: 'again', waitMs: 5_000 });
      await within((tx) => tx.conflicts.save([asked[0]!]));
      await expect(find()).resolves.toMatchObject({ proposal: someProposal() });
      await expect(claim()).resolves.toEqual([]);
    });
  });
}
