import { SyncError } from '../errors/sync-error.js';

/** Why a job that goes both ways and match rules do not go together, and what does instead. */
export function matchedTwoWay(recordType: string): SyncError {
  const message =
    `The record type ${recordType} has match rules: which of several sources a value is of is not joined by field yet. ` +
    'Let inbound jobs read its sources and outbound jobs write other streams, or give what goes both ways a record type of its own (--record-type)';
  return new SyncError('config.two_way_unsupported', message);
}
