import type { SourcePage } from '@evenkeel/ports';
import type { StreamSettings } from '../rest-settings.js';
import { valueAt } from '../value-at.js';
import type { PageEnd, PageRead } from './paging.js';

/** What a page says of the listing besides its records. */
export function evidenceOf(
  page: PageRead,
  { totalPath }: StreamSettings,
  end: PageEnd,
): Pick<SourcePage, 'doubt' | 'shifted' | 'total' | 'repeatsAtEnd'> {
  const doubt = doubtOf(page, end);
  const total = end.total ?? totalAt(page, totalPath) ?? rangeOf(page)?.total;
  return {
    ...(doubt !== undefined && { doubt }),
    ...(end.shifted !== undefined && { shifted: end.shifted }),
    ...(total !== undefined && { total }),
    ...(end.repeatsAtEnd === true && { repeatsAtEnd: true }),
  };
}

/** What speaks against the listing having given everything with this page. */
export function doubtOf(page: PageRead, { next, doubt }: PageEnd): string | undefined {
  if (doubt !== undefined || next !== null || page.answer.status !== 206) return doubt;
  // Some page by 206 and ranges: the last of them reaches the total.
  const range = rangeOf(page);
  const isLast = range?.total !== undefined && range.end + 1 >= range.total;
  return isLast ? undefined : `its last page was answered with 206 Partial Content`;
}

/** `Content-Range: items 0-24/100` (RFC 9110, 14.4), of any unit. */
function rangeOf({
  answer,
}: PageRead): { readonly end: number; readonly total: number | undefined } | undefined {
  const [, end, total] =
    /^\s*[\w-]+\s+\d{1,15}-(\d{1,15})\/(\d{1,15}|\*)\s*$/.exec(answer.headers['content-range'] ?? '') ?? [];
  if (end === undefined || total === undefined) return undefined;
  return { end: Number(end), total: total === '*' ? undefined : Number(total) };
}

function totalAt({ answer }: PageRead, path: string | undefined): number | undefined {
  const found = path === undefined ? undefined : valueAt(answer.body, path);
  const number = typeof found === 'string' && /^\d{1,15}$/.test(found) ? Number(found) : found;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined;
}
