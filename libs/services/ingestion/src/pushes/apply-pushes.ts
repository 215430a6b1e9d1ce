import type { PageFetched } from '@evenkeel/contracts-messages';
import { admitPages } from '@evenkeel/domain';
import { applyAnswers } from '@evenkeel/operations';
import type { Transaction } from '@evenkeel/ports';
import { ApplyContexts, type ApplyContext } from '../pages/apply-contexts.js';
import { IngestionMetrics } from '../pages/ingestion-metrics.js';
import type { Applied } from '../steps/account.js';
import { askAboutDeletions } from './ask-about-deletions.js';
import { accountPush } from './account-push.js';
import { watchPushes } from './watch-pushes.js';
import { followPushes } from './follow-pushes.js';
import { tellEntry, type PushedGroup } from './pushed-entry.js';

/**
 * Applies pages of a push: what the provider answered becomes references and bases, in the transaction that moves the chunk on. The
 * pages name no data: it is in the intents.
 */
export class ApplyPushes {
  constructor(
    private readonly contexts: ApplyContexts,
    private readonly metrics: IngestionMetrics,
  ) {}

  /** Pages of one chunk in the order of their numbers; those that were applied before or do not fit the chunk are skipped. */
  async applyInOrder(pages: readonly PageFetched[]): Promise<void> {
    const [first] = pages;
    if (first === undefined) return;
    const context = await this.contexts.of(first);
    for (const page of pages) {
      const applied = await context.tenant.transaction((tx) => applyPage(tx, context, page));
      if (applied !== undefined) this.metrics.countApplied(applied, { jobId: context.jobId, pages: [page] });
    }
  }
}

async function applyPage(
  tx: Transaction,
  context: ApplyContext,
  page: PageFetched,
): Promise<Applied | undefined> {
  const { chunkId, cursorIn, executionId } = page;
  const chunk = await tx.chunks.lock(chunkId);
  if (chunk === undefined || admitPages(chunk, [page]).length === 0) return undefined;
  const frozen = await tx.pushPages.find({ chunkId, cursorIn });
  if (frozen === undefined) throw new Error(`Page ${cursorIn ?? ''} of chunk ${chunkId} was not frozen`);
  const intents = await tx.pushIntents.lock(frozen.entries.flatMap(({ intentId }) => intentId ?? []));
  await watchPushes(tx, context, intents);
  const { references: set, digest } = context;
  const answers = await applyAnswers(tx, { set, executionId, digest }, intents);
  const byId = new Map(intents.map((intent) => [intent.id, intent]));
  const entries = frozen.entries.map((entry) => tellEntry(entry, byId, answers));
  const group: PushedGroup = { chunk, page, entries };
  await tx.pushPages.remove({ chunkId, cursorIn });
  await followPushes(tx, context, group, intents);
  await askAboutDeletions(tx, context, group);
  return accountPush(tx, context, group);
}
