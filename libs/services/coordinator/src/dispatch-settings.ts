import { Windows } from '@evenkeel/ports';

/** How many chunks may be under way at once. */
export class DispatchSettings {
  /** By the path of the execution. */
  readonly perExecution: Windows['perExecution'];
  readonly perConnection: number;
  readonly perTenant: number;
  /** Chunks that wait for an executor; each one that ends makes room for the next decision. */
  readonly unclaimed: number = 32;
  /** Chunks of one execution until its breaker is armed. */
  readonly untilBreakerArmed: number = 1;

  constructor({ perExecution, perConnection, perTenant }: Windows) {
    this.perExecution = perExecution;
    this.perConnection = perConnection;
    this.perTenant = perTenant;
  }
}
