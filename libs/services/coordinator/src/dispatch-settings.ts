import { Injectable } from '@nestjs/common';

/** How many chunks may be under way at once, beside what the path of an execution says. */
@Injectable()
export class DispatchSettings {
  readonly perConnection: number = 64;
  readonly perTenant: number = 256;
  /** Chunks that wait for an executor; each one that ends makes room for the next decision. */
  readonly unclaimed: number = 32;
  /** Chunks of one execution until so much of it is processed that it can be judged. */
  readonly unproven: number = 1;
}
