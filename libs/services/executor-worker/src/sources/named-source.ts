import type { SourceRecord } from '@evenkeel/domain';
import { OneByOne } from './one-by-one.js';
import { readNamed, refused, spelledBy } from './read-named.js';
import { NO_DELAYS, type ChunkSource, type SourceNeeds } from './source-needs.js';
import { readToldBy, type ToldRecords } from './told-by-deliveries.js';

/**
 * All records of a chunk that names them are one page, as far as they can be read at once. A cursor says how many were read. What a delivery
 * of the run says of a record is taken as it stands, where that is believed; the provider is asked for the others.
 */
export function namedSource(
  needs: SourceNeeds,
  { externalIds }: { readonly externalIds: readonly string[] },
): ChunkSource {
  const records = new OneByOne();
  return {
    page: async (cursor) => {
      const done = Number(cursor ?? 0);
      const rest = externalIds.slice(done);
      const told = await readToldBy(needs, rest);
      const read = await records.read(rest, (externalId) => toldOrRead(needs, told, externalId));
      const end = done + read.length;
      return { records: read.flat(), next: end < externalIds.length ? String(end) : null, bound: null };
    },
    delays: NO_DELAYS,
  };
}

async function toldOrRead(
  needs: SourceNeeds,
  told: ToldRecords,
  asked: string,
): Promise<readonly SourceRecord[]> {
  const { stream, execution } = needs;
  const externalId = spelledBy(stream, asked);
  const said = told.get(externalId);
  if (said !== undefined) return said;
  const { scope } = execution;
  const wasTold = scope.kind === 'single' && scope.deliveryIds !== undefined;
  // One record that cannot be asked for is no reason to leave out what was told of others.
  if (wasTold && stream.readOne === undefined) {
    const message =
      'What was delivered of it is not believed or no longer kept, and its stream reads no single records';
    return [refused(externalId, 'provider.record_not_readable', message)];
  }
  return [await readNamed(needs, asked)];
}
