import { SyncError } from '../errors/sync-error.js';

const INSTEAD =
  'Let inbound jobs read its sources and outbound jobs write other streams, or give what goes both ways a record type of its own (--record-type)';

/** Why a job that goes both ways and match rules do not go together, and what does instead. */
export function matchedTwoWay(recordType: string): SyncError {
  const message = `The record type ${recordType} has match rules: which of several sources a value is of is not joined by field yet. ${INSTEAD}`;
  return new SyncError('config.two_way_unsupported', message);
}

/** The same of a type that has no rules any more, and records of several sources that they, or people, made one. */
export function sharedTwoWay(recordType: string): SyncError {
  const message = `The record type ${recordType} has records of several sources, whose match rules were removed: which of them a value is of is not joined by field yet. ${INSTEAD}`;
  return new SyncError('config.two_way_unsupported', message);
}
