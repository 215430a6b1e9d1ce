import { SyncError } from '@evenkeel/domain';
import { isUnescaped } from '../value-at.js';
import type { PageEnd, PageRead } from './paging.js';

/**
 * The answer has nothing at the path that tells the next page. That is how many say that there is none; of a first page that is
 * full it is told, for a slip in the path looks the same. Throws `provider.unexpected_shape` where the slip can be seen.
 */
export function absentPlace({ answer, cursor, entries, most, url }: PageRead, path: string): PageEnd {
  if (isUnescaped(answer.body, path)) {
    const written = path.replaceAll('.', '\\.');
    const message = `The answer of ${url.pathname} has a member named "${path}": write its dots as ${written}`;
    throw new SyncError('provider.unexpected_shape', message);
  }
  return absent(`"${path}"`, { cursor, entries, most, url });
}

/** The same of a header that tells the next page. */
export function absentHeader(page: PageRead, name: string): PageEnd {
  return absent(`The header "${name}"`, page);
}

function absent(
  what: string,
  { cursor, entries, most, url }: Pick<PageRead, 'cursor' | 'entries' | 'most' | 'url'>,
): PageEnd {
  const isFull = cursor === null && most !== undefined && entries.length >= most;
  if (!isFull) return { next: null };
  return {
    next: null,
    doubt: `${what} is not in the answer of ${url.pathname}, although its first page was full`,
  };
}
