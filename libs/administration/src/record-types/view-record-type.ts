import type { RecordTypeView } from '@evenkeel/contracts-admin';
import { COLUMN_KINDS, wantedColumns, type Job, type MappingRule, type RecordType } from '@evenkeel/domain';
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

function viewState(
  { name, schema }: RecordType,
  jobs: readonly Job[],
  { columns, problem }: RecordViewState,
) {
  const shown = new Set(columns.map(({ property }) => property));
  return {
    columns: columns.map(({ name, property, kind }) => ({
      name,
      property,
      type: COLUMN_KINDS[kind].sqlType,
    })),
    withoutColumn: wantedColumns(schema, mappingsInto(name, jobs))
      .map(({ property }) => property)
      .filter((property) => !shown.has(property)),
    problem,
  };
}

/** The mappings of these jobs that make records of the type, derived ones too. */
export function mappingsInto(name: string, jobs: readonly Job[]): readonly (readonly MappingRule[])[] {
  return jobs.flatMap(({ definition: { recordType, mapping, derive } }) => [
    ...(recordType === name ? [mapping] : []),
    ...derive.filter((rule) => rule.recordType === name).map((rule) => rule.mapping ?? []),
  ]);
}
