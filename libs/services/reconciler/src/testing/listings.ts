import {
  counts,
  seedJob,
  someAdvance,
  someChunk,
  someExecution,
  somePage,
  someWrite,
} from '@evenkeel/conformance';
import {
  DEFAULT_TENANT,
  type DeclaredStream,
  type Execution,
  type Job,
  type JobDefinition,
} from '@evenkeel/domain';
import type { ReconcilerWorld } from './reconciler-world.js';

const BEFORE = new Date('2026-11-01T12:00:00.000Z');
export const SINCE = new Date('2026-11-01T13:00:00.000Z');
export const READABLE: DeclaredStream = { listing: 'shifting', readOne: true };

export interface Listing {
  readonly stored: number;
  /** How many of them are listed, from the first on. */
  readonly listed: number;
  readonly declared?: DeclaredStream;
  /** Of what was listed; left out: it was unchanged. */
  readonly outcome?: 'created' | 'unchanged';
  readonly definition?: Partial<JobDefinition>;
  readonly execution?: Partial<Execution>;
}

/** Runs that have listed some of the records there are, up to the explicit end. */
export class Listings {
  constructor(private readonly world: ReconcilerWorld) {}

  async seed(
    listing: Listing,
  ): Promise<{ readonly job: Job; readonly execution: Execution; readonly ids: readonly string[] }> {
    const { world } = this;
    const { job, set } = await seedJob(world.tenant, listing.definition);
    world.now = BEFORE;
    const writes = Array.from({ length: listing.stored }, (_, n) =>
      someWrite(`c${n}`, { observedAt: BEFORE.toISOString() }),
    );
    const ids = await world.tenant.transaction((tx) => tx.recordWrites.create(set, writes));
    return { job, execution: await this.list(job.id, ids.slice(0, listing.listed), listing), ids };
  }

  async list(
    jobId: string,
    seen: readonly string[],
    { declared = READABLE, outcome = 'unchanged', execution: changes = {} }: Partial<Listing> = {},
  ): Promise<Execution> {
    const { world } = this;
    const execution = someExecution(jobId, { startedAt: SINCE, ...changes });
    const planned = someChunk(execution.id, { state: 'assigned' });
    await world.tenant.transaction(async (tx) => {
      await tx.executions.insert({ ...execution, status: 'running' });
      await tx.chunks.insert([planned]);
    });
    const claim = await world.system.transaction((tx) => tx.chunkQueue.claim(planned.id, 'worker', 60_000));
    const { chunk } = claim!;
    await world.tenant.transaction(async (tx) => {
      await tx.chunkLeases.declare(chunk.id, chunk.attempt, declared);
      const advance = someAdvance(chunk, { outcomes: counts({ [outcome]: seen.length }), end: true });
      const observedAt = (execution.startedAt ?? SINCE).toISOString();
      await tx.pages.advance(advance, [somePage(outcome, seen, { observedAt })], []);
      await tx.executions.save(execution);
    });
    await world.published();
    return execution;
  }

  async judge({ id: executionId }: Execution): Promise<void> {
    await this.world.onListingEnded().handle([{ tenantId: DEFAULT_TENANT, executionId }]);
  }

  async closingOut(executionId: string) {
    return (await this.world.chunksOf(executionId)).filter(({ slice }) => slice.kind === 'close_out');
  }
}
