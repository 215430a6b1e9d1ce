import { decideEnd, endFactsOf, receiptOf, type Closing, type EndFacts } from '@evenkeel/domain';
import { abandonChunks } from '@evenkeel/operations';
import type { Acting } from './acting.js';

/** How an execution ends whose chunks are taken from the executors that work on them, by what they had applied. */
export async function stop(
  { tx, execution }: Acting,
  cause: Pick<EndFacts, 'problem' | 'postponed' | 'timedOutAfter' | 'unended'>,
): Promise<Closing> {
  const chunks = await abandonChunks(tx, execution.id);
  return { ...decideEnd({ ...endFactsOf(chunks), ...cause }), receipt: receiptOf(chunks) };
}
