import { SyncError, type SourceRecord } from '@evenkeel/domain';
import { conditionsOfRecord } from './conditions.js';
import type { OpenedRest } from './opened-rest.js';
import { withIdParts } from './parents/adopt.js';
import { readRecord } from './read-records.js';
import { addressOfRecord } from './request/address-of.js';
import { callOf, getOf } from './rest-call.js';
import type { StreamSettings } from './settings/stream-settings.js';
import { isTombstone } from './tombstone.js';
import { valueAt } from './value-at.js';

type ReadOneSettings = NonNullable<StreamSettings['readOne']>;

/** The record of this id; undefined where its provider has none. */
export async function readById(
  { connection, http }: OpenedRest,
  stream: StreamSettings,
  { path, recordPath = '', externalId }: ReadOneSettings & { readonly externalId: string },
): Promise<SourceRecord | undefined> {
  const { idPath, idCase } = stream;
  const url = addressOfRecord(connection, { template: path, idPath, idCase }, externalId);
  try {
    const call = {
      ...callOf(connection, stream, getOf(url), stream.gone),
      ...conditionsOfRecord(stream, url),
    };
    const { body } = await http.json(call);
    const record = valueAt(body, recordPath);
    if (record !== undefined)
      return isTombstone(record, stream)
        ? undefined
        : readRecord(withIdParts(record, stream, externalId), stream);
    throw new SyncError(
      'provider.unexpected_shape',
      `The answer of ${path} holds nothing at "${recordPath}"`,
    );
  } catch (error) {
    if (!(error instanceof SyncError)) throw error;
    if (error.code === 'provider.record_gone') return undefined;
    if (error.code !== 'provider.not_found') throw error;
    if (stream.gone === undefined) return undefined;
    // Its settings say otherwise what "gone" looks like: this is one record that cannot be read, not a stream that is not there.
    throw new SyncError('provider.record_not_readable', error.message);
  }
}
