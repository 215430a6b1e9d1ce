import { describeProblem } from '@evenkeel/domain';

/**
 * Does the work of each, one after the other: one that fails every time does not keep the others from their turn. Rejects once
 * all had theirs, with an AggregateError that says what went wrong first.
 */
export async function attemptEach<T>(
  items: readonly T[],
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  const failures: unknown[] = [];
  for (const item of items) await work(item).catch((error: unknown) => void failures.push(error));
  if (failures.length > 0) throw new AggregateError(failures, describeProblem(failures[0]).message);
}
