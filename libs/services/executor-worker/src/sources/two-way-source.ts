import { assertTwoWayStream, isListing, referenceSetOf, SyncError } from '@evenkeel/domain';
import { writableOf } from '@evenkeel/operations';
import { NO_DELAYS, type ChunkSource, type SourceNeeds } from './source-needs.js';

/**
 * What a job that goes both ways reads; of one that goes one way, the source as it is. Where both sides hold records and none of them is known to be
 * one of the other side, nothing is read: each would be created on the other side, too.
 */
export async function twoWaySource(needs: SourceNeeds, given: ChunkSource): Promise<ChunkSource> {
  const { job, stream, tenant, chunk } = needs;
  const { direction, createsUnpaired, stream: name } = job.definition;
  assertTellsApart(needs);
  if (direction !== 'bidirectional') return given;
  if (isReadAnew(needs)) return NOTHING;
  const source = asSummaries(needs, given);
  assertTwoWayStream(job.definition, writableOf(stream));
  if (createsUnpaired || chunk.plan?.pairs === true) return source;
  return {
    ...source,
    page: async (cursor, pageSize) => {
      const page = await source.page(cursor, pageSize);
      if (cursor !== null || page.records.length === 0) return page;
      const isUnpaired = await tenant.transaction((tx) => tx.agreements.isUnpaired(referenceSetOf(job)));
      if (!isUnpaired) return page;
      const message = `The stream "${name}" has records and so has the store, and none of them is known to be one of the other side`;
      throw new SyncError('run.pairing_required', message);
    },
  };
}

/** An inventory says nothing that a record could be recognised by. */
function assertTellsApart({ chunk, stream: { description } }: SourceNeeds): void {
  if (chunk.plan?.pairs !== true || description.shape !== 'inventory') return;
  const message = `The stream "${description.name}" lists ids and versions only: which of its records are ours cannot be told`;
  throw new SyncError('run.pairing_required', message);
}

/** Added to its run because a write was refused, by a coordinator that has no listing to tell it that the stream reads no single records. */
function isReadAnew({ chunk: { slice, ordinal }, stream: { readOne } }: SourceNeeds): boolean {
  return readOne === undefined && slice.kind === 'ids' && ordinal > 0;
}

/** What is not read now the next listing says. */
const NOTHING: ChunkSource = {
  page: () => Promise.resolve({ records: [], next: null, bound: null }),
  delays: NO_DELAYS,
};

/** What its listing leaves out it does not say; what is read by its id is whole. */
function asSummaries({ stream, chunk }: SourceNeeds, source: ChunkSource): ChunkSource {
  if (stream.description.shape !== 'summaries' || !isListing(chunk.slice)) return source;
  return {
    ...source,
    page: async (cursor, pageSize) => {
      const page = await source.page(cursor, pageSize);
      return { ...page, records: page.records.map((record) => ({ ...record, isPartial: true })) };
    },
  };
}
