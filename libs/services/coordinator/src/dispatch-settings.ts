import { Windows } from '@evenkeel/ports';

/** How many chunks may be under way at once: what {@link Windows} says at that moment. */
export class DispatchSettings {
  /** Chunks that wait for an executor; each one that ends makes room for the next decision. */
  readonly unclaimed: number = 32;
  /** Chunks of one execution until its breaker is armed. */
  readonly untilBreakerArmed: number = 1;

  constructor(private readonly windows: Windows) {}

  /** By the path of the execution. */
  get perExecution(): Windows['perExecution'] {
    return this.windows.perExecution;
  }

  get perConnection(): number {
    return this.windows.perConnection;
  }

  get perTenant(): number {
    return this.windows.perTenant;
  }
}
