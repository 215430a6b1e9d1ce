import type { RecordTypeView } from '@evenkeel/contracts-admin';
import {
  COLUMN_KINDS,
  NOTHING_SEEN,
  wantedColumns,
  type ColumnSource,
  type Job,
  type JsonObject,
  type RecordType,
} from '@evenkeel/domain';
import type { RecordViewState, Transaction } from '@evenkeel/ports';
import { managerOf } from '../configuration/assert-editable.js';

export async function viewRecordType(tx: Transaction, type: RecordType): Promise<RecordTypeView> {
  const { name, revision, schema, match, sensitive } = type;
  const jobs = await tx.jobs.listOfRecordType(name);
  const state = await tx.recordViews.find(name);
  return {
    name,
    revision,
    schema,
    match: match as JsonObject | null,
    matching: await matchingOf(tx, type),
    sensitive: [...sensitive],
    jobs: jobs.map((job) => ({ id: job.id, name: job.name })),
    managedBy: await managerOf(tx, 'RecordType', type.id),
    view:
      state === undefined
        ? null
        : {
            address: tx.recordViews.addressOf(name),
            ...viewState(type, await columnSources(tx, name, jobs), state),
          },
  };
}

async function matchingOf(tx: Transaction, { name, match }: RecordType): Promise<RecordTypeView['matching']> {
  if (match === null) return 'none';
  const { completeAt } = await tx.matchKeys.progress(name);
  if (completeAt !== null) return 'on';
  return (await tx.matchKeys.hasOlderExecutions(name)) ? 'waiting' : 'making_keys';
}

function viewState(
  { schema }: RecordType,
  sources: readonly ColumnSource[],
  { columns, problem }: RecordViewState,
) {
  const shown = new Set(columns.map(({ property }) => property));
  return {
    columns: columns.map(({ name, property, kind }) => ({
      name,
      property,
      type: COLUMN_KINDS[kind].sqlType,
    })),
    withoutColumn: wantedColumns(schema, sources)
      .map(({ property }) => property)
      .filter((property) => !shown.has(property)),
    problem,
  };
}

/** What the columns of a type come from, where it has no schema: what waits for a person gives none. Of what is derived only the mapping tells. */
export async function columnSources(
  tx: Transaction,
  recordType: string,
  jobs: readonly Job[],
): Promise<readonly ColumnSource[]> {
  const sources: ColumnSource[] = [];
  for (const { connectionId, definition } of jobs) {
    const { mapping, fields, stream, derive } = definition;
    for (const rule of derive.filter((each) => each.recordType === recordType))
      sources.push({ mapping: rule.mapping ?? [], fields: [], seen: NOTHING_SEEN });
    if (definition.recordType !== recordType) continue;
    const shape = mapping.length > 0 ? undefined : await tx.streamShapes.find({ connectionId, stream });
    sources.push({ mapping, fields, seen: shape?.accepted ?? NOTHING_SEEN });
  }
  return sources;
}
