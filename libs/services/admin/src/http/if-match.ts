import { SyncError } from '@evenkeel/domain';
import { InvalidRequest } from './invalid-request.js';

/** The revision that a caller names in If-Match, as an ETag said it; undefined: any. Throws `request.invalid`. */
export function readIfMatch(header: string | undefined): number | undefined {
  if (header === undefined || header.trim() === '*') return undefined;
  const revision = /^"?([0-9]{1,9})"?$/.exec(header.trim())?.[1];
  if (revision !== undefined) return Number(revision);
  throw new InvalidRequest([{ path: 'If-Match', message: 'must be the ETag of the job, for example "3"' }]);
}

/** Throws `request.stale` if it is at another revision than the caller has seen. */
export function assertRevision(what: string, revision: number, seen: number | undefined): void {
  if (seen === undefined || seen === revision) return;
  throw new SyncError('request.stale', `${what} is at revision ${revision}, not ${seen}`);
}

export function entityTag({ revision }: { readonly revision: number }): string {
  return `"${revision}"`;
}
