import type { JsonValue, SourceRecord } from '@evenkeel/domain';
import type { SourcePage } from '@evenkeel/ports';
import { hasNoEnd } from '../formats/body-formats.js';
import type { StreamSettings } from '../settings/stream-settings.js';
import { valueAt } from '../value-at.js';
import type { PageEnd, PageRead } from './paging.js';
import { findUnordered } from './unordered.js';

/** A page, what the settings make of its end, and the record of each of its entries. */
export interface PageOfRecords {
  readonly page: PageRead;
  readonly end: PageEnd;
  readonly records: readonly SourceRecord[];
}

/** What a page says of the listing besides its records. */
export function evidenceOf(
  read: PageOfRecords,
  stream: StreamSettings,
): Pick<SourcePage, 'doubt' | 'shifted' | 'total' | 'repeatsAtEnd'> {
  const { page, end } = read;
  const doubt = doubtOf(read, stream);
  const total =
    end.total ?? totalAt(page, stream.totalPath) ?? totalIn(page, stream.totalHeader) ?? rangeOf(page)?.total;
  return {
    ...(doubt !== undefined && { doubt }),
    ...(end.shifted !== undefined && { shifted: end.shifted }),
    ...(total !== undefined && { total }),
    ...(end.repeatsAtEnd === true && { repeatsAtEnd: true }),
  };
}

/** What speaks against believing the listing as far as this page. */
export function doubtOf({ page, end, records }: PageOfRecords, stream: StreamSettings): string | undefined {
  return (
    doubtOfEnd(page, end) ??
    doubtOfBody(page, stream) ??
    findUnordered({ entries: page.entries, records }, stream)
  );
}

/** A body that may have been cut off; where the provider says how many records there are, that tells. */
function doubtOfBody(page: PageRead, stream: StreamSettings): string | undefined {
  if (page.answer.isOpenEnded !== true || !hasNoEnd(stream)) return undefined;
  if (totalIn(page, stream.totalHeader) !== undefined) return undefined;
  return `nothing tells whether the answer of ${page.url.pathname} is whole: it came without Content-Length and without chunks, and its format has no end of its own`;
}

/** What speaks against the listing having given everything with this page. */
function doubtOfEnd(page: PageRead, { next, doubt }: PageEnd): string | undefined {
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
  return path === undefined ? undefined : wholeNumber(valueAt(answer.body, path));
}

/** A header that comes several times, or is no number, says nothing. */
function totalIn({ answer }: PageRead, header: string | undefined): number | undefined {
  return header === undefined ? undefined : wholeNumber(answer.headers[header.toLowerCase()]?.trim());
}

function wholeNumber(found: JsonValue | undefined): number | undefined {
  const number = typeof found === 'string' && /^\d{1,15}$/.test(found) ? Number(found) : found;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined;
}
