import { Injectable } from '@nestjs/common';

/** How much this process takes on. */
@Injectable()
export class ExecutorSettings {
  /** Chunks read at the same time. */
  readonly concurrency: number = 8;
  /** A chunk whose lease has ended may be taken by another process. */
  readonly leaseMs: number = 15_000;
  /** Records fetched but not yet applied, for one chunk; at least two pages whatever their size. */
  readonly windowRecords: number = 4_000;
  /** The same in bytes of their JSON text, about: where records are large, this is what bounds memory. */
  readonly windowBytes: number = 4 * 1024 * 1024;
  /** The first wait before an unapplied page is published again; it doubles up to thirty times this. */
  readonly republishMs: number = 5_000;
}
