import { SyncError } from '@evenkeel/domain';

/** Throws `request.stale` if it is at another revision than the caller has seen. */
export function assertRevision(what: string, revision: number, seen: number | undefined): void {
  if (seen === undefined || seen === revision) return;
  throw new SyncError('request.stale', `${what} is at revision ${revision}, not ${seen}`);
}
