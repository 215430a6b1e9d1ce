import { Store, Sweep } from '@evenkeel/ports';
import { DispatchChunks } from './dispatch-chunks.js';

/** Notices when the wait before another try is over: no message tells. */
export class HandOutRetries extends Sweep {
  readonly everyMs = 250;

  constructor(
    private readonly store: Store,
    private readonly chunks: DispatchChunks,
  ) {
    super();
  }

  async run(): Promise<void> {
    if (await this.store.system.read((tx) => tx.dispatch.hasDue())) await this.chunks.dispatch();
  }
}
