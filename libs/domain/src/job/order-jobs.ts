import type { JobId } from '../ids.js';
import { SyncError } from '../errors/sync-error.js';
import type { Job } from './job.js';

/** A job as far as its place among others goes. */
export interface DependentJob {
  readonly id: JobId;
  readonly name: string;
  readonly definition: Pick<Job['definition'], 'dependsOn'>;
}

/**
 * Jobs in an order in which each comes after those of them that it depends on; otherwise in the order in which they were
 * given. Throws `config.dependency_cycle` that names the jobs which depend on each other.
 */
export function orderJobs<Ordered extends DependentJob>(jobs: readonly Ordered[]): readonly Ordered[] {
  const byId = new Map(jobs.map((job) => [job.id, job]));
  const ordered = new Set<Ordered>();
  const visit = (job: Ordered, path: readonly Ordered[]): void => {
    if (ordered.has(job)) return;
    if (path.includes(job)) throw cycle([...path.slice(path.indexOf(job)), job]);
    for (const id of job.definition.dependsOn) {
      const needed = byId.get(id);
      if (needed !== undefined) visit(needed, [...path, job]);
    }
    ordered.add(job);
  };
  for (const job of jobs) visit(job, []);
  return [...ordered];
}

function cycle(path: readonly DependentJob[]): SyncError {
  const names = path.map(({ name }) => name).join(' -> ');
  return new SyncError('config.dependency_cycle', `Jobs depend on each other: ${names}`);
}
