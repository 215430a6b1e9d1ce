import type { PageFetched } from '@evenkeel/contracts-messages';
import { prepareRecord } from '@evenkeel/domain';
import type { Timers } from '@evenkeel/ports';
import type { ApplyContext } from '../pages/apply-contexts.js';
import type { PreparedGroup, PreparedInput } from '../pages/page-group.js';

/** So many are prepared before the event loop may go on with an answer of the database or a page of another chunk. */
const RECORDS_BEFORE_YIELD = 100;

/** What can be done with pages before anything of the store is asked: filter, mapping, content hash. */
export async function prepare(
  fetched: readonly PageFetched[],
  { filter, mapping, salt, digest }: ApplyContext,
  timers: Timers,
): Promise<PreparedGroup> {
  // An input belongs to the page object that it came with: the same one may be delivered twice.
  const pages = [...new Set(fetched)];
  const inputs: PreparedInput[] = [];
  for (const page of pages) {
    const options = { filter, mapping, salt, digest, observedAt: page.observedAt };
    for (const [position, source] of page.records.entries()) {
      inputs.push({ page, position, source, prepared: prepareRecord(source, options) });
      if ((position + 1) % RECORDS_BEFORE_YIELD === 0) await timers.yield();
    }
  }
  return { pages, inputs };
}
