import { CallPostponed, SyncError } from '@evenkeel/domain';

/** What went wrong, with the page that it went wrong on: the first needs no number. `pageNo` counts from 0. */
export function onPage(error: unknown, pageNo: number): unknown {
  if (pageNo === 0 || !(error instanceof SyncError) || error instanceof CallPostponed) return error;
  const { code, status, waitMs, waitHeader } = error;
  return new SyncError(code, `${whichPage(pageNo, status)}: ${error.message}`, {
    ...(status !== undefined && { status }),
    ...(waitMs !== undefined && { waitMs }),
    ...(waitHeader !== undefined && { waitHeader }),
    cause: error,
  });
}

/** An address that is not known is hardly wrong where it gave pages before. */
function whichPage(pageNo: number, status: number | undefined): string {
  if (status !== 404 && status !== 410) return `Page ${pageNo + 1} of the listing`;
  const came = pageNo === 1 ? 'Page 1' : pageNo === 2 ? 'Pages 1 and 2' : `Pages 1 to ${pageNo}`;
  return `${came} came, page ${pageNo + 1} did not (a cursor that expired?)`;
}

/** Each time that the listing began anew its cursors expired before its end. */
export function cursorsTooShort(error: unknown, generations: number, pagesTaken: number): SyncError {
  const message = `The listing started over ${generations} times, and its cursor expired each time, now at page ${pagesTaken + 1}`;
  return new SyncError('provider.cursors_too_short', message, { cause: error });
}
