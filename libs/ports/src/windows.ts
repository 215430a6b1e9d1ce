import type { Path } from '@evenkeel/domain';

/** How many chunks may be under way at once, the same for all replicas. */
export abstract class Windows {
  /** By the path of the execution. */
  abstract readonly perExecution: Readonly<Record<Path, number>>;
  abstract readonly perConnection: number;
  abstract readonly perTenant: number;
}
