import type { PageFetched } from '@evenkeel/contracts-messages';

/** Beyond this a larger transaction is no faster, and holds its locks longer. */
const RECORDS_TOGETHER = 1_000;

/** Cuts pages of one chunk, in their order, into groups that are applied in one transaction each. */
export function groupPages(pages: readonly PageFetched[]): readonly (readonly PageFetched[])[] {
  const groups: PageFetched[][] = [];
  let records = Infinity;
  for (const page of pages) {
    if (records + page.records.length > RECORDS_TOGETHER) {
      groups.push([]);
      records = 0;
    }
    groups[groups.length - 1]?.push(page);
    records += page.records.length;
  }
  return groups;
}

/** Whether pages of one chunk are of a push. */
export function isPush([first]: readonly PageFetched[]): boolean {
  return first?.pushed !== undefined;
}
