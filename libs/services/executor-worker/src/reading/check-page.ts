import {
  fingerprintText,
  isStorable,
  MOST_EMPTY_PAGES,
  SyncError,
  watchPage,
  type PageVerdict,
  type PageWatch,
} from '@evenkeel/domain';
import type { Digest, SourcePage } from '@evenkeel/ports';

/** Throws a SyncError where a listing cannot go on from this page, or would never end. */
export function checkPage(
  watch: PageWatch,
  page: SourcePage,
  { pageNo, digest }: { readonly pageNo: number; readonly digest: Digest },
): PageWatch {
  if (!isStorable(page.next ?? '') || !isStorable(page.bound?.value ?? '')) {
    throw new SyncError(
      'provider.unexpected_shape',
      `The cursor that page ${pageNo + 1} gives holds NUL or half of a surrogate pair`,
    );
  }
  const watched = watchPage(watch, {
    cursorOut: page.next,
    fingerprint: digest.of(fingerprintText(page.records)),
    recordCount: page.records.length,
  });
  if (watched.verdict !== 'fine') throw neverEnding(watched.verdict, pageNo);
  return watched.watch;
}

function neverEnding(verdict: Exclude<PageVerdict, 'fine'>, pageNo: number): SyncError {
  const page = `Page ${pageNo + 1} of the listing`;
  switch (verdict) {
    case 'cursor_loop':
      return new SyncError('provider.page_loop', `${page} leads back to an earlier page`);
    case 'page_repeated':
      return new SyncError('provider.page_repeated', `${page} has the same records as an earlier one`);
    case 'only_empty':
      return new SyncError(
        'provider.page_empty',
        `${page} and the ${MOST_EMPTY_PAGES - 1} before it are empty`,
      );
  }
}
