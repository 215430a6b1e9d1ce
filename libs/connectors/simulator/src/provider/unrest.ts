import type { DataSet } from './data-set.js';
import type { ActiveFaults } from './fault-book.js';
import { mix } from './mix.js';

/** Changes and deletes records while they are listed, as the faults say; which ones follows from the seed. */
export class Unrest {
  private touched = 0;

  constructor(private readonly seed: number) {}

  disturb(data: DataSet, faults: ActiveFaults): void {
    const [deletes, edits] = [faults.get('deletes'), faults.get('edits')];
    this.each(deletes && Number(deletes['count'] ?? 1), data, (index) => data.delete(index));
    this.each(edits && Number(edits['count'] ?? 10), data, (index) => data.edit(index));
  }

  private each(count = 0, data: DataSet, change: (index: number) => void): void {
    for (let nth = 0; nth < count; nth += 1) {
      this.touched += 1;
      change(mix(this.seed, this.touched) % Math.max(1, data.total));
    }
  }
}
