import { admitPages } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import type { AdmittedGroup, PreparedGroup } from '../pages/page-group.js';

/** Locks the chunk and lets in the pages that fit where it stands; undefined where none does. */
export async function admit(tx: Transaction, group: PreparedGroup): Promise<AdmittedGroup | undefined> {
  const chunk = await tx.chunks.lock(group.pages[0]?.chunkId ?? '');
  if (chunk === undefined) return undefined;
  const pages = admitPages(chunk, group.pages);
  if (pages.length === 0) return undefined;
  if (pages.length === group.pages.length) return { chunk, pages, inputs: group.inputs };
  const admitted = new Set(pages);
  return { chunk, pages, inputs: group.inputs.filter(({ page }) => admitted.has(page)) };
}
