import type { RecordTypeView } from '@evenkeel/contracts-admin';
import { COLUMN_KINDS, wantedColumns, type Job, type RecordType } from '@evenkeel/domain';
import type { RecordViewState, Transaction } from '@evenkeel/ports';

export async function viewRecordType(tx: Transaction, type: RecordType): Promise<RecordTypeView> {
  const { name, revision, schema, sensitive } = type;
  const jobs = await tx.jobs.listOfRecordType(name);
  const state = await tx.recordViews.find(name);
  return {
    name,
    revision,
    schema,
    sensitive: [...sensitive],
    jobs: jobs.map((job) => ({ id: job.id, name: job.name })),
    view:
      state === undefined
        ? null
        : { address: tx.recordViews.addressOf(name), ...viewState(type, jobs, state) },
  };
}

function viewState({ schema }: RecordType, jobs: readonly Job[], { columns, problem }: RecordViewState) {
  const shown = new Set(columns.map(({ property }) => property));
  return {
    columns: columns.map(({ name, property, kind }) => ({
      name,
      property,
      type: COLUMN_KINDS[kind].sqlType,
    })),
    withoutColumn: wantedColumns(schema, mappingsOf(jobs))
      .map(({ property }) => property)
      .filter((property) => !shown.has(property)),
    problem,
  };
}

export function mappingsOf(jobs: readonly Job[]) {
  return jobs.map(({ definition }) => definition.mapping);
}
