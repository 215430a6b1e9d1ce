import { advanceWatermark, type TriggerMessage } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import { AlteredStore, over } from './altered-store.js';
import { only } from '../world/world-profile.js';
import type { Removal } from './removal.js';

let renaming = 0;

/** As if it had not been seen before: under a name and at a place of its own. */
function renamed(message: TriggerMessage): TriggerMessage {
  renaming += 1;
  return { ...message, partition: renaming, eventId: `${message.eventId} ${renaming}` };
}

/** What makes every request lead to one run, and every run to one end. */
export const RUN_LIFECYCLE = {
  stop_takes_chunks: {
    says: 'Cancel and timeout take every chunk from the executor that reads it, in the transaction that sets the status.',
    noticedWithin: 20,
    profile: { eventRate: 0.1, weights: only({ run: 5, 'single run': 5, edit: 5, cancel: 10, resume: 6 }) },
    store: (store) =>
      new AlteredStore(store, (tx) => ({
        chunks: over(tx.chunks, { abandonAll: () => Promise.resolve() }),
      })),
  },
  trigger_lock: {
    says: 'A trigger is answered by the process that holds its lock.',
    noticedWithin: 10,
    profile: { bus: { lose: 0, double: 0.8, delay: 0 }, weights: only({ run: 5, 'single run': 10 }) },
    store: (store) =>
      new AlteredStore(store, (tx) => ({
        triggers: over(tx.triggers, { lock: (id) => tx.triggers.find(id) }),
      })),
  },
  one_bulk_run: {
    says: 'A job has one active bulk run: its lock, and a unique index behind it.',
    noticedWithin: 10,
    profile: { eventRate: 0.1, weights: only({ run: 20, resume: 5, cancel: 5 }) },
    schema: 'drop index if exists execution_one_active_bulk; drop index if exists execution_one_queued_bulk',
    store: (store) =>
      new AlteredStore(store, (tx, outside) => ({
        // There is one lock of the job, shared by all statements that ask for it.
        jobs: over(tx.jobs, { lock: (id) => outside.transaction((earlier) => earlier.jobs.lock(id)) }),
        executions: over(tx.executions, {
          lockBulkOf: (id) => outside.transaction((earlier) => earlier.executions.lockBulkOf(id)),
        }),
      })),
  },
  slot_row: {
    says: 'A due slot is decided by the process that writes its row.',
    noticedWithin: 10,
    profile: { eventRate: 0.05, scheduleSeconds: 10, sweepRate: 8, weights: only({ leap: 10 }) },
    store: (store) =>
      new AlteredStore(store, (tx) => ({
        scheduleSlots: over(tx.scheduleSlots, {
          decide: async (...slot) => {
            await tx.scheduleSlots.decide(...slot);
            return true;
          },
        }),
      })),
  },
  message_claim: {
    says: 'A message of another system is taken by the process that writes its row.',
    noticedWithin: 10,
    profile: { mostRuns: 6, eventRate: 0.1, weights: only({ 'trigger message': 10, crash: 2 }) },
    store: (store) =>
      new AlteredStore(store, (tx) => ({
        triggerMessages: over(tx.triggerMessages, {
          claim: (messages) => tx.triggerMessages.claim(messages.map(renamed)),
        }),
      })),
  },
  complete_watermark: {
    says: 'The watermark moves only when every page up to the end was applied.',
    noticedWithin: 40,
    profile: {
      faultySteps: 1_500,
      mostRuns: 0,
      eventRate: 0.05,
      weights: only({ run: 8, cancel: 5, leap: 8 }),
    },
    store: (store) => new AlteredStore(store, (tx) => ({ executions: savingWatermark(tx) })),
  },
  every_slice_end: {
    says: 'A run has ended only when every slice of its listing has.',
    noticedWithin: 20,
    profile: { slices: 3, eventRate: 0.03, weights: only({ run: 5, edit: 10 }) },
    store: (store) =>
      new AlteredStore(store, (tx) => ({
        chunks: over(tx.chunks, {
          ofExecution: async (id) => {
            const chunks = await tx.chunks.ofExecution(id);
            const hasOneEnded = chunks.some(({ state }) => state === 'applied');
            return chunks.map((chunk) => ({ ...chunk, state: hasOneEnded ? 'applied' : chunk.state }));
          },
        }),
      })),
  },
  smallest_bound: {
    says: 'The watermark moves no further than the slice whose listing began first.',
    noticedWithin: 60,
    profile: {
      faultySteps: 2_000,
      eventRate: 0.05,
      mostRuns: 0,
      slices: 3,
      weights: only({ run: 6, edit: 12, leap: 8 }),
    },
    store: (store) =>
      new AlteredStore(store, (tx) => ({
        watermarks: over(tx.watermarks, {
          save: async (jobId, watermark, executionId) => {
            const bounds = (await tx.chunks.ofExecution(executionId)).flatMap(({ bound }) => bound ?? []);
            const [latest = watermark] = bounds.sort((one, other) => (one.value < other.value ? 1 : -1));
            await tx.watermarks.save(jobId, latest, executionId);
          },
        }),
      })),
  },
  one_retry: {
    says: 'A run that failed is tried again by the process that locks it first.',
    noticedWithin: 30,
    profile: {
      faultySteps: 1_500,
      eventRate: 0.08,
      providerErrors: 0.2,
      sweepRate: 8,
      weights: only({ run: 2, leap: 12 }),
    },
    store: (store) =>
      new AlteredStore(store, (tx, outside) => ({
        executions: over(tx.executions, {
          lock: async (id) => {
            const found = await outside.transaction((earlier) => earlier.executions.find(id));
            return (found?.retry.nextAttemptAt ?? null) === null ? tx.executions.lock(id) : found;
          },
        }),
      })),
  },
  overlap: {
    says: 'An incremental run reads from a little before the watermark.',
    noticedWithin: 40,
    profile: { faultySteps: 2_000, mostRuns: 0, eventRate: 0.04, weights: only({ run: 6, edit: 12 }) },
    definition: { overlapSeconds: 0 },
  },
  record_retries: {
    says: 'A run ends only once what failed for the moment was read again.',
    noticedWithin: 10,
    profile: { providerErrors: 0.3, weights: only({ run: 2, 'single run': 8 }) },
    store: (store) =>
      new AlteredStore(store, (tx) => ({
        pages: over(tx.pages, { retried: () => Promise.resolve([]) }),
      })),
  },
} as const satisfies Record<string, Removal>;

/** However a bulk execution ends, what it has seen of the provider's clock becomes the watermark. */
function savingWatermark(tx: Transaction) {
  return over(tx.executions, {
    save: async (execution) => {
      await tx.executions.save(execution);
      if (execution.finishedAt === null || execution.lane !== 'bulk') return;
      const bounds = (await tx.chunks.ofExecution(execution.id)).map(({ bound }) => bound);
      const next = advanceWatermark(await tx.watermarks.find(execution.jobId), bounds);
      if (next !== undefined) await tx.watermarks.save(execution.jobId, next, execution.id);
    },
  });
}
