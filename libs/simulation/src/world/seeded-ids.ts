import { Ids } from '@evenkeel/ports';
import type { SeededRandom } from './seeded-random.js';

/** UUIDs in the shape of version 7 whose order is the order of their making. */
export class SeededIds extends Ids {
  private made = 0;

  constructor(private readonly random: SeededRandom) {
    super();
  }

  next(): string {
    this.made += 1;
    const time = this.made.toString(16).padStart(12, '0');
    const tail = this.random.below(0xffffffff).toString(16).padStart(12, '0');
    return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${tail}`;
  }

  secret(bytes: number): string {
    return this.random.below(0xffffffff).toString(36).padStart(bytes, '0');
  }
}
