import type { Job, JobDefinition, JsonObject, SourceRecord, StreamShape } from '@evenkeel/domain';
import type { ShapeKey, ShapeVersion } from '@evenkeel/ports';
import type { OnPageFetched } from '../index.js';
import { pageOf, sourceRecord, type Claimed, type IngestionWorld } from './ingestion-world.js';

export const record = (id: string, more: JsonObject = {}): SourceRecord =>
  sourceRecord(id, { data: { id, ...more } });

/** Runs of jobs, and what is kept of the shapes of their streams. */
export class ShapeRuns {
  constructor(private readonly world: IngestionWorld) {}

  keyOf({ connectionId, definition }: Job): ShapeKey {
    return { connectionId, stream: definition.stream };
  }

  shapeOf(job: Job): Promise<StreamShape | undefined> {
    return this.world.tenant.transaction((tx) => tx.streamShapes.find(this.keyOf(job)));
  }

  /** The newest first. */
  async versionsOf(job: Job): Promise<readonly ShapeVersion[]> {
    const request = { after: null, limit: 100 };
    const { items } = await this.world.tenant.transaction((tx) =>
      tx.streamShapes.versions(this.keyOf(job), request),
    );
    return items;
  }

  async someJob(definition: Partial<JobDefinition> = {}): Promise<Job> {
    const claimed = await this.world.claimed(definition);
    await this.end(claimed, 'cancelled');
    return claimed.job;
  }

  /** A page that is a whole execution of the job. */
  async run(
    job: Job,
    records: readonly SourceRecord[],
    replica: OnPageFetched = this.world.onPageFetched(),
  ): Promise<Claimed> {
    const claimed = await this.world.claimedOf(job);
    await replica.handle([pageOf(claimed, 0, records, { cursorOut: null })]);
    await this.end(claimed);
    return claimed;
  }

  async end({ execution }: Claimed, status = 'completed'): Promise<void> {
    await this.world.database.rows(
      'update execution set status = $2, finished_at = engine_now() where id = $1 returning id',
      [execution.id, status],
    );
  }
}
