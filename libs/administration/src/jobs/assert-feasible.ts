import {
  assertFieldsSuffice,
  assertListening,
  assertOutbound,
  assertTwoWay,
  compileFields,
  compileFilter,
  compileMapping,
  compileOutMapping,
  compilePieces,
  goesIn,
  goesOut,
  orderJobs,
  SyncError,
  validateSchedule,
  type Job,
  type JobContract,
  type JobDefinition,
  type JobId,
} from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import { findJob } from './find-job.js';

/** Throws `config.outbound_unsupported`, `config.two_way_unsupported`, `config.invalid_conflict_policy`, `config.invalid_mapping`, `config.invalid_derive`, `config.invalid_filter`, `config.invalid_schedule`, `config.invalid_listening` or `config.invalid_contract`. */
export function assertFeasible(definition: Omit<JobDefinition, 'dependsOn'>): void {
  const { mapping, filter, fields, schedule, contract, listen, ...rules } = definition;
  assertOutbound(definition);
  assertTwoWay(definition);
  if (definition.direction !== 'outbound' || goesIn(mapping)) compileMapping(mapping);
  if (goesOut(mapping)) compileOutMapping(mapping);
  compilePieces(rules, { digest: (text) => text, problemOf: () => undefined });
  compileFilter(filter);
  compileFields(fields);
  assertFieldsSuffice(fields, mapping);
  if (schedule !== null) validateSchedule(schedule);
  if (listen !== null) assertListening(listen);
  assertBand(contract);
}

function assertBand({ minRecords, maxRecords }: JobContract): void {
  if (minRecords === null || maxRecords === null || minRecords <= maxRecords) return;
  throw new SyncError(
    'config.invalid_contract',
    `No run can read at least ${minRecords} and at most ${maxRecords} records`,
  );
}

/** The jobs of these names or ids, each once. Rejects with `request.not_found`. */
export async function findNeeded(tx: Transaction, references: readonly string[]): Promise<readonly Job[]> {
  const found = new Map<JobId, Job>();
  for (const reference of references) {
    const job = await findJob(tx, reference);
    found.set(job.id, job);
  }
  return [...found.values()];
}

/** Rejects with `config.dependency_cycle`, along whatever the jobs that it needs need themselves. */
export async function assertNoCycle(tx: Transaction, job: Job): Promise<void> {
  const known = new Map([[job.id, job]]);
  for (const { definition } of known.values()) {
    // A map goes on with what is added while it is walked through.
    for (const id of definition.dependsOn) {
      const needed = known.has(id) ? undefined : await tx.jobs.find(id);
      if (needed !== undefined) known.set(id, needed);
    }
  }
  orderJobs([...known.values()]);
}
