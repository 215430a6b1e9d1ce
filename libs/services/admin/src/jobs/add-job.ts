import { Injectable } from '@nestjs/common';
import type { AddJob, JobView } from '@evenkeel/contracts-http';
import {
  assertFieldsSuffice,
  compileFields,
  compileFilter,
  compileMapping,
  DEFAULT_TENANT,
  orderJobs,
  validateSchedule,
  type Job,
  type JobDefinition,
} from '@evenkeel/domain';
import { Ids, Store } from '@evenkeel/ports';
import { findConnection } from '../connections/find-connection.js';
import { findJob } from './find-job.js';
import { jobToView } from './job-view.js';

/** Keeps a job that can be carried out: its mapping compiles, its schedule has a next time, its connection exists. */
@Injectable()
export class AddJobUseCase {
  constructor(
    private readonly store: Store,
    private readonly ids: Ids,
  ) {}

  async add({ name, connection: reference, dependsOn, ...rest }: AddJob): Promise<JobView> {
    return this.store.transaction(async (tx) => {
      const connection = await findConnection(tx, reference);
      const found = [];
      for (const other of dependsOn) found.push(await findJob(tx, other));
      const needed = [...new Map(found.map((other) => [other.id, other])).values()];
      const definition = { ...rest, dependsOn: needed.map(({ id }) => id) };
      assertFeasible(definition);
      const job: Job = {
        id: this.ids.next(),
        tenantId: DEFAULT_TENANT,
        connectionId: connection.id,
        name,
        revision: 1,
        definition,
      };
      orderJobs([...needed, job]);
      await tx.jobs.insert(job);
      return jobToView({
        job,
        connection,
        needed,
        lastRun: undefined,
        lastSuccess: undefined,
        now: await tx.now(),
      });
    });
  }
}

/** Throws `config.invalid_mapping`, `config.invalid_filter` or `config.invalid_schedule`. */
function assertFeasible({ mapping, filter, fields, schedule }: JobDefinition): void {
  compileMapping(mapping);
  compileFilter(filter);
  compileFields(fields);
  assertFieldsSuffice(fields, mapping);
  if (schedule !== null) validateSchedule(schedule);
}
