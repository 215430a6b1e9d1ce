import {
  countsForBreaker,
  executionBreakerCounts,
  NO_OUTCOMES,
  SLICE_KINDS,
  sliceMeaning,
  type Slice,
  type SliceKind,
} from '@evenkeel/domain';
import {
  applyListing,
  beginListing,
  GONE,
  inactivateCandidates,
  type ListingRun,
} from './testing/listing-world.js';
import type { StoreConformance, StoreWorld } from './testing/store-world.js';

/** Slices of every kind, one of each meaning. */
const SAMPLES: Readonly<Record<SliceKind, readonly Slice[]>> = {
  whole: [{ kind: 'whole' }],
  range: [{ kind: 'range', key: 'immutable', label: 'ids 1 to 9', range: { from: 1, until: 10 } }],
  details: [{ kind: 'details', listing: '00000000-0000-7000-8000-000000000001', fromPage: 2, untilPage: 5 }],
  ids: [{ kind: 'ids', externalIds: ['a', 'b'] }],
  failures: [{ kind: 'failures', failureIds: ['17'] }],
  retry: [
    { kind: 'retry', round: 1, externalIds: ['a'], judged: true },
    { kind: 'retry', round: 2, externalIds: ['a'], judged: false },
  ],
  push: [
    { kind: 'push', select: 'all', after: '5', until: '10' },
    { kind: 'push', select: 'changed', recordIds: ['17'] },
    { kind: 'push', select: 'failed', failureIds: ['17'] },
  ],
  close_out: [{ kind: 'close_out', fromPage: 0, pages: 3, reread: true, control: 'a' }],
};
const slices = SLICE_KINDS.flatMap((kind) => SAMPLES[kind]).map(
  (slice) => [JSON.stringify(slice), slice] as const,
);

/** Each kind of slice goes through the store and the firewall, and is what its line in the table says. */
export function describeSliceTable({ open }: StoreConformance): void {
  describe.each(slices)('a chunk of the slice %s', (_, slice) => {
    const { isListing, seesListing } = sliceMeaning(slice);
    let world: StoreWorld;
    let run: ListingRun;
    beforeAll(async () => {
      world = await open();
      run = await beginListing(world, slice);
      const { listed, asleep } = run.ids;
      await applyListing(world, run, { outcome: 'updated', references: { listed, asleep } });
    });

    it('is read back as it was stored', async () => {
      const chunks = await world.tenant.transaction((tx) => tx.chunks.ofExecution(run.execution.id));
      expect(chunks).toMatchObject([{ slice }]);
    });

    it('says something of the execution if the execution is judged by it', async () => {
      const judged = await world.tenant.transaction((tx) => tx.pages.breakerCounts(run.execution.id));
      expect(judged).toEqual(
        executionBreakerCounts({ ...NO_OUTCOMES, updated: countsForBreaker(slice) ? 2 : 0 }),
      );
    });

    it('proves something of the listing if it reads a part of it', async () => {
      const { id } = run.execution;
      const [listing, control] = await world.tenant.transaction(
        async (tx) => [await tx.closeOuts.listing(id), await tx.closeOuts.findControl(id)] as const,
      );
      expect(listing).toHaveLength(isListing ? 1 : 0);
      expect(isListing ? ['listed', 'asleep'] : [undefined]).toContain(control);
    });

    // The last: it changes what is active.
    it('keeps what it shows from being a candidate, and is held against it, if it shows what the listing named', async () => {
      const { set, execution } = run;
      const candidates = [...(await inactivateCandidates(world, run))].sort();
      expect(candidates).toEqual(seesListing ? GONE : [...GONE, 'listed']);
      const difference = await world.tenant.transaction((tx) => tx.closeOuts.compare(execution.id, set, 5));
      expect(difference).toMatchObject({ unlisted: 0, inactiveExamples: seesListing ? ['asleep'] : [] });
    });
  });
}
