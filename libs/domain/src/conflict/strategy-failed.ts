import { SyncError } from '../errors/sync-error.js';

/** A strategy cannot decide about these values. Names the field, never a value. */
export function strategyFailed(strategy: string, path: string, why: string): SyncError {
  return new SyncError('record.strategy_failed', `${strategy} cannot decide about ${path}: ${why}`);
}
