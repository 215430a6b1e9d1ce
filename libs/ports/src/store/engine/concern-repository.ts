import type { ConcernFacts } from '@evenkeel/domain';

export interface ConcernRepository {
  /** What is looked at to find what asks for a person; of waiting decisions and causes of dead letters the first hundred each. */
  facts(): Promise<ConcernFacts>;
}
