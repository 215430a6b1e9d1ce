import type { ChunkBudget } from '../executor-settings.js';

/** How much of its budget a chunk has used since it was claimed, or since no other chunk was found waiting. */
export class BudgetUse {
  private records = 0;
  private bytes = 0;
  private pages = 0;

  constructor(
    private readonly budget: ChunkBudget,
    private sinceMs: number,
  ) {}

  addPage(records: number, bytes: number): void {
    this.pages += 1;
    this.records += records;
    this.bytes += bytes;
  }

  isSpent(nowMs: number): boolean {
    const { records, bytes, pages, ms } = this.budget;
    return (
      this.records >= records || this.bytes >= bytes || this.pages >= pages || nowMs - this.sinceMs >= ms
    );
  }

  startAnew(nowMs: number): void {
    this.sinceMs = nowMs;
    this.records = 0;
    this.bytes = 0;
    this.pages = 0;
  }
}
