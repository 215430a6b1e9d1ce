import type { JsonObject } from '@evenkeel/domain';
import type { CallUse } from './arrival-counter.js';

/** What was asked of the provider, so that a test can prove what was not asked twice. */
export interface ProviderStats {
  readonly requests: number;
  readonly byStatus: Readonly<Record<string, number>>;
  /**
   * How often each page was answered whole, by `stream@place`: of a part of the stream `stream[first-last]@place`, of an
   * incremental listing with `?since=`.
   */
  readonly pages: Readonly<Record<string, number>>;
  /** How often each record was asked for by its id, by `stream/id`. */
  readonly reads: Readonly<Record<string, number>>;
  /** How many operations were carried out, by `stream/kind`. */
  readonly writes: Readonly<Record<string, number>>;
  /**
   * How many records were created of each label, by `stream/label`: the label is the `label` that was sent, else the email, serial, number,
   * name or title. More than one is a record that was created twice.
   */
  readonly creates: Readonly<Record<string, number>>;
  /** Of the limit that is watched over; null if none is. */
  readonly callUse: CallUse | null;
}

export class StatsKeeper {
  private requests = 0;
  private readonly byStatus = new Map<string, number>();
  private readonly pages = new Map<string, number>();
  private readonly reads = new Map<string, number>();
  private readonly writes = new Map<string, number>();
  private readonly creates = new Map<string, number>();

  answered(status: number): void {
    this.requests += 1;
    increment(this.byStatus, String(status));
  }

  listed(page: string): void {
    increment(this.pages, page);
  }

  read(record: string): void {
    increment(this.reads, record);
  }

  wrote(operation: string): void {
    increment(this.writes, operation);
  }

  created(stream: string, { label, email, serial, number, name, title }: JsonObject): void {
    const said = label ?? email ?? serial ?? number ?? name ?? title ?? '';
    increment(this.creates, `${stream}/${typeof said === 'string' ? said : JSON.stringify(said)}`);
  }

  reset(): void {
    this.requests = 0;
    const { byStatus, pages, reads, writes, creates } = this;
    for (const counts of [byStatus, pages, reads, writes, creates]) counts.clear();
  }

  show(callUse: CallUse | null): ProviderStats {
    const { requests, byStatus, pages, reads, writes, creates } = this;
    const plain = (counts: ReadonlyMap<string, number>) => Object.fromEntries(counts);
    return {
      ...{ requests, byStatus: plain(byStatus), pages: plain(pages), reads: plain(reads) },
      ...{ writes: plain(writes), creates: plain(creates), callUse },
    };
  }
}

function increment(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
