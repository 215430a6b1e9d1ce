import type { PageFetched } from '@evenkeel/contracts-messages';

const MIN_PAGES = 2;
const REPUBLISH_CAP = 30;

/** Pages of one chunk that were published and are not known to be applied: what bounds memory, and what is sent again. */
export class PageWindow {
  private readonly pages: PageFetched[] = [];
  private records = 0;
  private waitMs: number;
  private nextRepublishAt: number;

  constructor(
    private readonly limits: { readonly records: number; readonly republishMs: number },
    now: number,
  ) {
    this.waitMs = limits.republishMs;
    this.nextRepublishAt = now + this.waitMs;
  }

  get isEmpty(): boolean {
    return this.pages.length === 0;
  }

  hasRoom(): boolean {
    return this.pages.length < MIN_PAGES || this.records < this.limits.records;
  }

  add(page: PageFetched): void {
    this.pages.push(page);
    this.records += page.records.length;
  }

  /** Forgets the pages that were applied; progress makes patience start anew. */
  settle(pagesApplied: number, now: number): void {
    let moved = false;
    for (let oldest = this.pages[0]; oldest && oldest.pageNo < pagesApplied; oldest = this.pages[0]) {
      this.records -= oldest.records.length;
      this.pages.shift();
      moved = true;
    }
    if (moved) this.waitFrom(now, this.limits.republishMs);
  }

  /** The pages to publish again because nothing moved for a while: their messages, or those before them, were lost. */
  takeOverdue(now: number): readonly PageFetched[] {
    if (this.pages.length === 0 || now < this.nextRepublishAt) return [];
    this.waitFrom(now, Math.min(this.waitMs * 2, this.limits.republishMs * REPUBLISH_CAP));
    return [...this.pages];
  }

  private waitFrom(now: number, waitMs: number): void {
    this.waitMs = waitMs;
    this.nextRepublishAt = now + waitMs;
  }
}
