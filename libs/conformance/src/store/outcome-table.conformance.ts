import {
  decideClosing,
  executionBreakerCounts,
  NO_OUTCOMES,
  OUTCOMES,
  outcomesThat,
  receiptOf,
  meaningOf,
} from '@evenkeel/domain';
import {
  applyListing,
  beginListing,
  GONE,
  inactivateCandidates,
  type ListingRun,
} from './testing/listing-world.js';
import type { StoreConformance, StoreWorld } from './testing/store-world.js';

/** Each outcome goes through the store, the receipt and the firewall, and is what its line in the table says. */
export function describeOutcomeTable({ open }: StoreConformance): void {
  describe.each(OUTCOMES)('a page whose records were %s', (outcome) => {
    const { keepsRow, leavesActive, makesActive, makesInactive, isFinal } = meaningOf(outcome);
    const outcomes = { ...NO_OUTCOMES, [outcome]: 2 };
    let world: StoreWorld;
    let run: ListingRun;
    beforeAll(async () => {
      world = await open();
      run = await beginListing(world);
      const { listed, asleep } = run.ids;
      await applyListing(world, run, { outcome, references: { listed, asleep }, keepsRow });
    });

    it('adds to the counts of its chunk, of its results and of the receipt', async () => {
      const { id } = run.execution;
      const [chunks, sums] = await world.tenant.transaction(
        async (tx) => [await tx.chunks.ofExecution(id), await tx.pages.totals(id)] as const,
      );
      expect(chunks).toMatchObject([{ fetched: 2, outcomes }]);
      expect(sums).toMatchObject([{ inputs: 2, outcomes, unbroken: true }]);
      const receipt = receiptOf(chunks);
      expect(receipt).toMatchObject({ fetched: 2, outcomes, balanced: true });
      expect(decideClosing(chunks, sums).receipt.balanced).toBe(isFinal);
      await world.tenant.transaction((tx) => tx.receipts.save(id, receipt));
      await expect(world.tenant.transaction((tx) => tx.receipts.find(id))).resolves.toEqual(receipt);
    });

    it('says of the execution what the table says', async () => {
      const judged = await world.tenant.transaction((tx) => tx.pages.breakerCounts(run.execution.id));
      expect(judged).toEqual(executionBreakerCounts(outcomes));
    });

    it('is told by its rows, where rows are kept', async () => {
      const { id } = run.execution;
      const [rows, again] = await world.tenant.transaction(async (tx) => {
        const listed = await tx.receipts.outcomes(id, { after: null, limit: 10 });
        return [listed.items, await tx.pages.retried(id, run.chunk.id)] as const;
      });
      const told = rows.map(({ externalId, outcome: name }) => [externalId, name]);
      expect(told).toEqual(
        keepsRow
          ? [
              ['listed', outcome],
              ['asleep', outcome],
            ]
          : [],
      );
      expect(again).toEqual(isFinal ? [] : ['listed', 'asleep']);
    });

    it('counts as active before the run what the run did not make so', async () => {
      const {
        set,
        execution: { id, jobId },
      } = run;
      const since = run.execution.startedAt!;
      const { active } = await world.tenant.transaction((tx) =>
        tx.candidates.count({ id, jobId, since }, set),
      );
      // Four are active in fact; of two records the page says that the run made them so, or took them for gone.
      expect(active).toBe(4 - (makesActive ? 2 : 0) + (makesInactive ? 2 : 0));
    });

    // The last: it changes what is active.
    it('shows the firewall what was listed, whatever became of it', async () => {
      await expect(inactivateCandidates(world, run)).resolves.toEqual(GONE);
      const { set, execution } = run;
      const difference = await world.tenant.transaction((tx) => tx.closeOuts.compare(execution.id, set, 5));
      expect(difference).toMatchObject({
        unlisted: 0,
        inactiveExamples: leavesActive ? ['asleep'] : [],
      });
    });
  });

  it('walks outcomes of every meaning', () => {
    const NAMES = [
      'keepsRow',
      'leavesActive',
      'makesActive',
      'makesInactive',
      'countsForBreaker',
      'isFinal',
    ] as const;
    for (const name of NAMES) {
      const having = outcomesThat((meaning) => meaning[name]).length;
      expect([name, having > 0 && having < OUTCOMES.length]).toEqual([name, true]);
    }
  });
}
