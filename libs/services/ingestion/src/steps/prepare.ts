import type { PageFetched } from '@evenkeel/contracts-messages';
import {
  describeProblem,
  externalIdOf,
  prepareRecord,
  type PrepareOptions,
  type SourceRecord,
} from '@evenkeel/domain';
import type { Timers } from '@evenkeel/ports';
import type { ApplyContext } from '../pages/apply-contexts.js';
import type { PreparedGroup, PreparedInput } from '../pages/page-group.js';

/** So many are prepared before the event loop may go on with an answer of the database or a page of another chunk. */
const RECORDS_BEFORE_YIELD = 100;

type Preparing = Pick<ApplyContext, 'filter' | 'mapping' | 'pieces' | 'salt' | 'digest' | 'sensitive'>;

/** What can be done with pages before anything of the store is asked: filter, mapping, content hash. */
export async function prepare(
  fetched: readonly PageFetched[],
  { filter, mapping, pieces, salt, digest, sensitive }: Preparing,
  timers: Timers,
): Promise<PreparedGroup> {
  // An input belongs to the page object that it came with: the same one may be delivered twice.
  const pages = [...new Set(fetched)];
  const inputs: PreparedInput[] = [];
  for (const page of pages) {
    const options = { filter, mapping, pieces, salt, digest, observedAt: page.observedAt };
    for (const [position, given] of page.records.entries()) {
      inputs.push({ page, position, ...openAndPrepare(given, options, sensitive) });
      if ((position + 1) % RECORDS_BEFORE_YIELD === 0) await timers.yield();
    }
  }
  return { pages, inputs };
}

/** What was kept for a replay is sealed in part. Where it cannot be opened nothing of it is applied: the failure stays. */
function openAndPrepare(
  given: SourceRecord,
  options: PrepareOptions,
  { open }: ApplyContext['sensitive'],
): Pick<PreparedInput, 'source' | 'prepared'> {
  if (given.replay === undefined) return { source: given, prepared: prepareRecord(given, options) };
  try {
    const source = { ...given, data: open(given.data) };
    return { source, prepared: prepareRecord(source, options) };
  } catch (error) {
    const externalId = externalIdOf(prepareRecord(given, options));
    const problem = describeProblem(error);
    return { source: given, prepared: { kind: 'failed', outcome: 'errored', externalId, problem } };
  }
}
