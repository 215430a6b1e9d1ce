import { COLUMN_KINDS, type ColumnKind, type RecordColumn, type TenantId } from '@evenkeel/domain';
import { escapeIdentifier, escapeLiteral } from 'pg';
import { SCHEMA } from '../database/database.js';
import { viewAddressOf } from './view-names.js';

/** The value of a property, as JSON, and as text. */
type Of = { readonly json: string; readonly text: string };

const ofType = (type: string, { json }: Of, then: string) =>
  `case when jsonb_typeof(${json}) = '${type}' then ${then} end`;
/** RFC 3339 with an offset: anything less would depend on the session that asks, and "tomorrow" on the day. */
const TIMESTAMP = '^\\d{4}-\\d\\d-\\d\\d[Tt ]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?([Zz]|[+-]\\d\\d:?\\d\\d)$';
const DATE = '^\\d{4}-\\d\\d-\\d\\d$';
const parsed = (of: Of, shape: string, sqlType: string) =>
  ofType(
    'string',
    of,
    `case when ${of.text} ~ '${shape}' then
       case when pg_input_is_valid(${of.text}, '${sqlType}') then (${of.text})::${sqlType} end end`,
  );

/** How each kind is read: what does not fit is null, for one value must not fail the query of all others. */
const EXPRESSIONS: Readonly<Record<ColumnKind, (of: Of) => string>> = {
  text: (of) => ofType('string', of, of.text),
  any: ({ text }) => text,
  number: (of) => ofType('number', of, `(${of.text})::numeric`),
  integer: (of) =>
    ofType(
      'number',
      of,
      `case when (${of.text})::numeric between -9223372036854775808 and 9223372036854775807
         and (${of.text})::numeric = trunc((${of.text})::numeric) then (${of.text})::numeric::bigint end`,
    ),
  boolean: (of) => ofType('boolean', of, `(${of.text})::boolean`),
  timestamp: (of) => parsed(of, TIMESTAMP, COLUMN_KINDS.timestamp.sqlType),
  date: (of) => parsed(of, DATE, COLUMN_KINDS.date.sqlType),
  json: ({ json }) => `nullif(${json}, 'null'::jsonb)`,
};

/** Makes the view, or appends columns to it: the statement can do no more, which is what views of people depend on. */
export function viewStatement(
  tenantId: TenantId,
  recordType: string,
  columns: readonly RecordColumn[],
): string {
  const shown = columns.map(({ name, property, kind }) => {
    const key = escapeLiteral(property);
    const expression = EXPRESSIONS[kind]({ json: `(r.data -> ${key})`, text: `(r.data ->> ${key})` });
    return `${expression} as ${escapeIdentifier(name)}`;
  });
  // A barrier: a function of a reader sees no row that the view does not show.
  return `create or replace view ${viewAddressOf(tenantId, recordType)} with (security_barrier) as
    select ${[
      'r.id as record_id',
      'r.inactive_at is null as active',
      'r.version',
      'r.created_at',
      'r.updated_at',
      'r.data',
      ...shown,
    ].join(',\n      ')}
    from ${SCHEMA}.record r
    where r.tenant_id = ${escapeLiteral(tenantId)} and r.record_type = ${escapeLiteral(recordType)} and r.merged_into is null`;
}

/** What is written to the view becomes edits of records. */
export function writeTriggerStatement(tenantId: TenantId, recordType: string): string {
  return `create or replace trigger write_record_view instead of insert or update or delete
    on ${viewAddressOf(tenantId, recordType)} for each row
    execute function ${SCHEMA}.write_record_view(${escapeLiteral(tenantId)}, ${escapeLiteral(recordType)})`;
}
