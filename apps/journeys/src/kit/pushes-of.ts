import { eventually } from './eventually.js';
import type { StoreView } from './store-view.js';

/** `from`: what follows these words in SQL. */
export async function countOf(store: StoreView, from: string): Promise<number> {
  const [row] = await store.rows<{ n: number }>(`select count(*)::int as n from ${from}`);
  return row!.n;
}

/** What a killed process was sending is looked up after four times as long: 20 s, and not two minutes. */
export const BRISK_CALLS = { PROVIDER_TIMEOUT_SECONDS: '5' } as const;

/** Resolves once no write is in doubt, or answered and not applied. */
export async function untilApplied(store: StoreView): Promise<void> {
  const isApplied = async () => (await countOf(store, `push_intent where state <> 'applied'`)) === 0;
  await eventually('every write is applied', isApplied, 100_000);
}
