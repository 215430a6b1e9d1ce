import type { PageFetched } from '@evenkeel/contracts-messages';
import { textSizeOf } from './text-size-of.js';

const MIN_PAGES = 2;
const REPUBLISH_CAP = 30;

export interface PageWindowLimits {
  readonly records: number;
  /** Approximate size of the records' JSON text. */
  readonly bytes: number;
  readonly republishMs: number;
}

/** What the chunks of a process have published and not seen applied, and how many of them are read now. */
export class Backlog {
  readers = 0;
  records = 0;
  bytes = 0;
}

interface HeldPage {
  readonly page: PageFetched;
  readonly bytes: number;
}

/** Pages of one chunk that were published and are not known to be applied: what bounds memory, and what is sent again. */
export class PageWindow {
  private readonly held: HeldPage[] = [];
  private records = 0;
  private bytes = 0;
  private waitMs: number;
  private nextRepublishAt: number;

  constructor(
    private readonly limits: PageWindowLimits,
    now: number,
    private readonly backlog = new Backlog(),
  ) {
    backlog.readers += 1;
    this.waitMs = limits.republishMs;
    this.nextRepublishAt = now + this.waitMs;
  }

  get isEmpty(): boolean {
    return this.held.length === 0;
  }

  /**
   * Memory is bounded for the process: the more chunks it reads, the less of each it holds. Where many are read at once
   * and the database is slower than their providers, they take turns: more pages would only wait, and keep others waiting.
   */
  hasRoom(): boolean {
    const { records, bytes } = this.limits;
    const { readers } = this.backlog;
    if (readers <= MIN_PAGES && this.held.length < MIN_PAGES) return true;
    if (this.backlog.records >= records || this.backlog.bytes >= bytes) return false;
    return this.isEmpty || (this.records * readers < records && this.bytes * readers < bytes);
  }

  /** Gives the approximate bytes of the page. */
  add(page: PageFetched): number {
    const bytes = textSizeOf(page.records);
    this.held.push({ page, bytes });
    this.count(page.records.length, bytes);
    return bytes;
  }

  /** Forgets the pages that were applied; progress makes patience start anew. */
  forgetApplied(pagesApplied: number, now: number): void {
    let moved = false;
    for (let oldest = this.held[0]; oldest && oldest.page.pageNo < pagesApplied; oldest = this.held[0]) {
      this.count(-oldest.page.records.length, -oldest.bytes);
      this.held.shift();
      moved = true;
    }
    if (moved) this.waitFrom(now, this.limits.republishMs);
  }

  /** The pages to publish again because nothing moved for a while: their messages, or those before them, were lost. */
  takeOverdue(now: number): readonly PageFetched[] {
    if (this.held.length === 0 || now < this.nextRepublishAt) return [];
    this.waitFrom(now, Math.min(this.waitMs * 2, this.limits.republishMs * REPUBLISH_CAP));
    return this.held.map(({ page }) => page);
  }

  /** Nothing further is read: what is held is only waited for, and others may have the room. */
  endReading(): void {
    this.backlog.readers -= 1;
  }

  /** The chunk is given up or done; its next reader fetches again what was not applied. */
  letGo(): void {
    this.count(-this.records, -this.bytes);
    this.held.length = 0;
  }

  private count(records: number, bytes: number): void {
    this.records += records;
    this.bytes += bytes;
    this.backlog.records += records;
    this.backlog.bytes += bytes;
  }

  private waitFrom(now: number, waitMs: number): void {
    this.waitMs = waitMs;
    this.nextRepublishAt = now + waitMs;
  }
}
