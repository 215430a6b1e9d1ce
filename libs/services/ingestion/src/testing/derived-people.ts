import { seedJob } from '@evenkeel/conformance';
import type { DeriveRule, Job, JsonObject, SourceRecord } from '@evenkeel/domain';
import { later } from './derived-world.js';
import { pageOf, sourceRecord } from './ingestion-world.js';
import { MatchWorld } from './match-world.js';

/** An issue with its author, and whatever else. */
export function issueBy(id: string, user: JsonObject | null, more: JsonObject = {}): SourceRecord {
  return sourceRecord(id, { data: { id, user, ...more } });
}

let types = 0;

/** People who are read from one source and derived from the issues of another. */
export class DerivedPeople extends MatchWorld {
  /** Issues have them in two places. */
  async two() {
    types += 1;
    const type = `user${types}`;
    const crm = await this.source(type);
    const author: DeriveRule = { name: 'author', at: 'user', key: 'id', shared: true, recordType: type };
    const derive = [author, { ...author, name: 'closer', at: 'closedBy' }];
    const { job } = await seedJob(this.tenant, { stream: 'issues', recordType: `issue${types}`, derive });
    await this.setRules(type);
    return { type, crm, issues: job };
  }

  /** Reads these in a run of its own, later than all before; gives what was derived. */
  async reads(job: Job, ...records: readonly SourceRecord[]) {
    const run = await this.claimedOf(job, { lane: 'single', jobRevision: job.revision });
    await this.apply(pageOf(run, 0, records, { cursorOut: null, observedAt: later() }));
    return (await this.chunk(run)).derived;
  }
}
