import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalText, type Job, type JobDefinition, type JsonValue } from '@evenkeel/domain';
import { mergeRecords, mergerOf, remerge } from '@evenkeel/operations';
import { DerivedPeople } from './derived-people.js';
import { PEOPLE } from './match-world.js';

const PAGE = readFileSync(join(__dirname, '../../../../../docs/records.md'), 'utf8');
/** As a person asks it, of record 42 and its field `email`. */
const QUESTION = /^```sql history\n([^]*?)^```/m.exec(PAGE)?.[1] ?? '';

/** A value that a field had, and what the journal says about it. */
export interface ToldValue {
  readonly at: Date;
  /** Null also: it was not there. */
  readonly value: JsonValue;
  readonly revision: number | null;
  readonly execution_id: string | null;
  readonly merges: readonly string[] | null;
  readonly undone_merge: string | null;
  readonly said_by: readonly string[];
  readonly edited_by: string | null;
}

/** People of several sources, what is done with them, and what the journal says of it. */
export class HistoryWorld extends DerivedPeople {
  async historyOf(recordId: string, field: string): Promise<readonly ToldValue[]> {
    const asked = QUESTION.replace('42::bigint', `${recordId}::bigint`).replace("'email'", `'${field}'`);
    return this.database.rows<ToldValue & Record<string, unknown>>(asked.trim().replace(/;$/, ''));
  }

  /** The same as the engine answers it, the oldest first. */
  async valuesOf(recordId: string, field: string): Promise<readonly ToldValue[]> {
    const ask = { after: null, limit: 500 };
    const { items } = await this.tenant.transaction((tx) => tx.recordHistory.values(recordId, [field], ask));
    return items.toReversed().map(({ at, value = null, job, sources, ...step }) => ({
      ...{ at: new Date(at), value, revision: job?.revision ?? null, execution_id: step.executionId },
      merges: step.mergeIds.length === 0 ? null : step.mergeIds,
      undone_merge: step.undoneMergeId,
      said_by: sources.map(
        ({ connection, stream, externalId, rule }) =>
          `${connection}/${stream} ${externalId}${rule === null ? '' : `, rule ${rule}`}`,
      ),
      edited_by: step.local?.actor ?? null,
    }));
  }

  /** As if a person had edited a field over HTTP. */
  async edit(recordId: string, field: string, value: JsonValue): Promise<void> {
    await this.tenant.transaction(async (tx) => {
      const { data } = (await tx.recordEdits.lock(recordId))!;
      const dataText = canonicalText({ ...data, [field]: value });
      await tx.recordEdits.save(recordId, { dataText, active: true }, 'ada');
    });
  }

  /** The next revision of the job. */
  async revised(job: Job, definition: Partial<JobDefinition> = {}): Promise<Job> {
    const next = { ...job, revision: job.revision + 1, definition: { ...job.definition, ...definition } };
    await this.tenant.transaction((tx) => tx.jobs.saveRevision(next));
    return next;
  }

  /** As if a person had said that two records are one. */
  async mergeByHand(recordType: string, survivorId: string, absorbedId: string): Promise<void> {
    await this.tenant.transaction(async (tx) => {
      await tx.matchKeys.lockType(recordType);
      const pairs = [{ survivorId, absorbedId, rule: null, score: null, why: [] }];
      const survivors = await mergeRecords(tx, pairs, { recordType, executionId: null, actor: 'ada' });
      const merge = mergerOf({ schema: null, match: PEOPLE });
      await remerge(tx, survivors, { recordType, merge, executionId: null });
    });
  }
}
