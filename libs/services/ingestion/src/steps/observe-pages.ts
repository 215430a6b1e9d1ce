import type { PageFetched } from '@evenkeel/contracts-messages';
import {
  observeShape,
  type JsonValue,
  type ObservedShape,
  type SchemaPolicy,
  type SourceRecord,
} from '@evenkeel/domain';

/** Records at the begin of each page that are looked at, and of the others one in so many: measured at 1 % of an unchanged run. */
const FIRST = 2;
const ONE_IN = 16;

/**
 * What the records of pages look like, as the provider sent them; undefined where there are none. A policy that stops runs looks at
 * every record, for a guard that leaves some out guards nothing. Else others are looked at with each run, so that over some runs all are.
 */
export function observePages(pages: readonly PageFetched[], policy: SchemaPolicy): ObservedShape | undefined {
  const isWhole = policy === 'stop';
  const records: JsonValue[] = [];
  let sent = 0;
  for (const page of pages) {
    const turn = turnOf(page);
    for (const [position, record] of page.records.entries()) {
      if (!isSent(record)) continue;
      sent += 1;
      if (isWhole || position < FIRST || (position + turn) % ONE_IN === 0) records.push(record.data);
    }
  }
  const [first] = pages;
  if (records.length === 0 || first === undefined) return undefined;
  const shape = observeShape(records, { day: first.observedAt.slice(0, 10), isWhole });
  return { shape, isSampled: !isWhole && records.length < sent };
}

/** What failed once and is tried again was looked at when it was sent; what an inventory names has no fields. */
function isSent({ data, replay, told, listedOnly, gone, refusal }: SourceRecord): boolean {
  return data !== null && !replay && !told && !listedOnly && gone === undefined && refusal === undefined;
}

/** Another one with each run and page. */
function turnOf({ executionId, pageNo }: PageFetched): number {
  return (Number.parseInt(executionId.slice(-4), 16) || 0) + pageNo;
}
