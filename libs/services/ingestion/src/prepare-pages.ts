import type { PageFetched } from '@evenkeel/contracts-messages';
import { prepareRecord, type PreparedPage, type PreparedRecord } from '@evenkeel/domain';
import type { Timers } from '@evenkeel/ports';
import type { ApplyContext } from './apply-contexts.js';
import type { PreparedGroup } from './reject-unstorable.js';

/** So many are prepared before an answer of the database, or a page of another chunk, may have its turn. */
const RECORDS_A_TURN = 100;

/** What can be done with pages before anything of the store is asked: filter, mapping, content hash. */
export async function preparePages(
  pages: readonly PageFetched[],
  context: ApplyContext,
  timers: Timers,
): Promise<PreparedGroup> {
  const prepared: PreparedPage[] = [];
  for (const page of pages) prepared.push(await preparePage(page, context, timers));
  return { pages, prepared };
}

async function preparePage(page: PageFetched, context: ApplyContext, timers: Timers): Promise<PreparedPage> {
  const { filter, mapping, salt, digest } = context;
  const options = { filter, mapping, salt, digest, observedAt: page.observedAt };
  const records: PreparedRecord[] = [];
  for (const record of page.records) {
    records.push(prepareRecord(record, options));
    if (records.length % RECORDS_A_TURN === 0) await timers.yield();
  }
  return { pageNo: page.pageNo, records };
}
