import type { DatabaseRefusal, DatabaseSigns, DiskRoom } from '@evenkeel/domain';
import { DatabaseWatch } from '@evenkeel/ports';
import { statfs } from 'node:fs/promises';
import { isRefusal, kindOf } from './database-error.js';

export interface WatchOptions {
  /** Where the database keeps its files, if that is on this machine. */
  readonly folder?: string | undefined;
  /** Told of each refusal, by its SQLSTATE. */
  readonly refused?: ((code: string) => void) | undefined;
}

/** What is tried again comes again within seconds: after so long without, the refusals are over. */
const OVER_AFTER_MS = 60_000;

/** Learns from how each transaction of this process ended: nothing is asked for it. */
export class PostgresWatch extends DatabaseWatch {
  private awaySince: Date | null = null;
  private answeredMs: number | null = null;
  private refusal: DatabaseRefusal | null = null;
  private refusedLastMs = -Infinity;

  constructor(private readonly options: WatchOptions = {}) {
    super();
  }

  answered(): void {
    this.awaySince = null;
    this.answeredMs = Date.now();
  }

  /** `error`: as the driver threw it. */
  failed(error: unknown): void {
    if (kindOf(error) === 'connection') {
      this.awaySince ??= new Date();
      return;
    }
    this.answered();
    if (!isRefusal(error)) return;
    const { code = '', message } = error;
    const earlier = this.refusalOfLate();
    const { since, count } = earlier ?? { since: new Date(), count: 0 };
    this.refusal = { code, message, since, count: count + 1 };
    this.refusedLastMs = performance.now();
    this.options.refused?.(code);
  }

  async signs(): Promise<DatabaseSigns> {
    const { folder } = this.options;
    const disk = folder === undefined ? null : await roomIn(folder);
    const answeredAt = this.answeredMs === null ? null : new Date(this.answeredMs);
    return { awaySince: this.awaySince, answeredAt, refusal: this.refusalOfLate(), disk };
  }

  private refusalOfLate(): DatabaseRefusal | null {
    return performance.now() - this.refusedLastMs < OVER_AFTER_MS ? this.refusal : null;
  }
}

async function roomIn(folder: string): Promise<DiskRoom | null> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    return { folder, freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  } catch {
    // A folder that cannot be looked at says nothing of its disk.
    return null;
  }
}
