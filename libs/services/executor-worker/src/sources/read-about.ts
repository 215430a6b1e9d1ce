import { SyncError, type SourceRecord } from '@evenkeel/domain';
import type { ConnectorStream } from '@evenkeel/ports';

/**
 * The record of this id at the provider; undefined where it has none, also where the connector says so by `provider.record_gone`. An answer
 * to a question about one record has to be about that record, whatever the connector: a default, a first match or a cache of another rejects
 * with `provider.other_record`. Rejects with `config.read_one_unsupported` where the stream reads no single records.
 */
export async function readAbout(
  { readOne, description }: ConnectorStream,
  externalId: string,
): Promise<SourceRecord | undefined> {
  if (readOne === undefined) {
    const message = `The stream "${description.name}" does not say how one record is read`;
    throw new SyncError('config.read_one_unsupported', message);
  }
  const record = await orNone(readOne(externalId));
  const given = record?.externalId ?? externalId;
  if (given === externalId) return record;
  const message = `Asked for the record ${externalId}, the provider answered with ${given}`;
  throw new SyncError('provider.other_record', message);
}

async function orNone(reading: Promise<SourceRecord | undefined>): Promise<SourceRecord | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof SyncError && error.code === 'provider.record_gone') return undefined;
    throw error;
  }
}
