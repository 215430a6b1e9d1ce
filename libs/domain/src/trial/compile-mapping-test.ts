import { compileFilter } from '../filter/compile-filter.js';
import type { Filter } from '../filter/filter.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.js';
import { assertFieldsSuffice, compileFields } from '../mapping/compile-fields.js';
import { compileMapping } from '../mapping/compile-mapping.js';
import { compileOutMapping, goesOut } from '../mapping/compile-out-mapping.js';
import type { KeyedHash } from '../mapping/keyed-hash.js';
import type { MappingRule } from '../mapping/mapping-rule.js';
import { parsePath, parseValuesPath, readAt } from '../mapping/path.js';
import type { SourceRecord } from '../page/source-record.js';
import { prepareRecord, type PreparedRecord } from '../record/prepare-record.js';
import { describeProblem, type Problem } from '../errors/sync-error.js';
import { compileRecordCheck, schemaViolation } from '../record-type/compile-record-check.js';
import type { RecordType } from '../record-type/record-type.js';

/** What one rule makes of a record; absent: there is no value. */
export interface TestedField {
  readonly source: string;
  readonly target: string;
  readonly before?: JsonValue;
  readonly after?: JsonValue;
  /** Why it refuses the record; null: it does not. */
  readonly problem: Problem | null;
}

/** `unmapped`: a run maps nothing of it, for the provider gave only its id, or says that it is gone. */
export const MAPPING_TEST_OUTCOMES = ['mapped', 'excluded', 'rejected', 'unmapped'] as const;

export interface MappingTest {
  readonly outcome: (typeof MAPPING_TEST_OUTCOMES)[number];
  readonly before: JsonValue;
  /** JSON text of what a run would keep; null where it would keep nothing. */
  readonly afterText: string | null;
  /** One for each rule that goes in, each on its own: so all refusals are told, not only the first. */
  readonly fields: readonly TestedField[];
  readonly problem: Problem | null;
}

/** What of a job has a say in what becomes of a record. */
export interface MappingTestOf {
  readonly mapping: readonly MappingRule[];
  readonly fields: readonly string[];
  readonly filter: Filter | null;
  /** The type of its records; left out: it is open. */
  readonly recordType?: RecordType | undefined;
  readonly hash: KeyedHash;
}

const OUTCOMES = {
  ready: 'mapped',
  excluded: 'excluded',
  failed: 'rejected',
  listed: 'unmapped',
  gone: 'unmapped',
} as const satisfies Readonly<Record<PreparedRecord['kind'], MappingTest['outcome']>>;

/** Makes of records what a run would, and tells it. Throws `config.invalid_mapping` or `config.invalid_filter`. */
export function compileMappingTest({
  mapping,
  fields,
  filter,
  recordType,
  hash,
}: MappingTestOf): (source: SourceRecord) => MappingTest {
  const map = compileMapping(mapping, { hash });
  if (goesOut(mapping)) compileOutMapping(mapping);
  const select = compileFields(fields);
  assertFieldsSuffice(fields, mapping);
  const options = {
    mapping: (data: JsonObject) => map(select(data)),
    filter: compileFilter(filter),
    // Nothing is compared, and nothing kept.
    ...{ digest: () => '', salt: '', observedAt: '' },
  };
  const rules = mapping
    .filter(({ direction }) => direction !== 'out')
    .map((rule) => compileFieldTest(rule, hash));
  const judge = compileJudge(recordType);
  return (source) => {
    const prepared = judge(prepareRecord(source, options));
    const { data } = source;
    const isMapped = prepared.kind === 'ready' || prepared.kind === 'failed';
    return {
      outcome: OUTCOMES[prepared.kind],
      before: data,
      afterText: prepared.kind === 'ready' ? prepared.write.dataText : null,
      fields: isMapped && isJsonObject(data) ? rules.map((rule) => rule(select(data))) : [],
      problem: prepared.kind === 'failed' ? prepared.problem : null,
    };
  };
}

/** A record that breaks the schema of its type is rejected, as a run would. */
function compileJudge(type: RecordType | undefined): (prepared: PreparedRecord) => PreparedRecord {
  if (type === undefined || type.schema === null) return (prepared) => prepared;
  const check = compileRecordCheck(type.schema);
  return (prepared) => {
    const failures = prepared.kind === 'ready' ? check(prepared.write.dataText) : [];
    if (prepared.kind !== 'ready' || failures.length === 0) return prepared;
    const { externalId, dataText: mapped } = prepared.write;
    const problem = schemaViolation(type, failures);
    return { kind: 'failed', outcome: 'rejected', externalId, problem, mapped };
  };
}

function compileFieldTest(rule: MappingRule, hash: KeyedHash): (data: JsonObject) => TestedField {
  const map = compileMapping([rule], { hash });
  const [from, to] = [parseValuesPath(rule.source), parsePath(rule.target)];
  const { source, target } = rule;
  return (data) => {
    const before = readAt(data, from);
    const told = { source, target, ...(before !== undefined && { before }) };
    try {
      const after = readAt(map(data), to);
      return { ...told, ...(after !== undefined && { after }), problem: null };
    } catch (error) {
      return { ...told, problem: describeProblem(error) };
    }
  };
}
