import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { JsonObject, JsonValue } from '../json.js';
import { formatPath } from '../mapping/path.js';
import { valueClassOf } from '../mapping/value-class.js';
import { describeProblem, SyncError, type Problem } from '../errors/sync-error.js';
import { printable } from '../printable.js';
import type { RecordType } from './record-type.js';
import { assertSchema, invalid } from './assert-schema.js';
import { formatChecks } from './schema-formats.js';
import { compilePattern } from './schema-pattern.js';

/** What one field of a record breaks. Never its value, which may be personal. */
export interface SchemaFailure {
  /** Dotted path; `$` for the whole record. */
  readonly field: string;
  /** The keyword of the schema. */
  readonly rule: string;
  /** What kind of value is there, in words: `a text`, `no value`. */
  readonly found: string;
}

/** What a record (as JSON text) breaks of its schema: nothing, or at most {@link MOST_FAILURES}. */
export type RecordCheck = (dataText: string) => readonly SchemaFailure[];

export const MOST_FAILURES = 10;
/** In characters: of a larger record only the first failure is looked for, for a list may have a failure an entry. */
const LARGEST_TOLD_WHOLE = 256 * 1024;
const LONGEST_FIELD = 200;

/** Throws `config.invalid_schema`. */
export function compileRecordCheck(schema: JsonObject): RecordCheck {
  assertSchema(schema);
  // Numbers that keep their digits are objects of ours: the validator is to see plain JSON.
  const plain = JSON.parse(JSON.stringify(schema)) as object;
  const isFit = compile(plain, false);
  let findAll: ValidateFunction | undefined;
  return (dataText) => {
    const data = JSON.parse(dataText) as JsonValue;
    if (isFit(data)) return [];
    if (dataText.length > LARGEST_TOLD_WHOLE) return failuresOf(data, isFit.errors);
    findAll ??= compile(plain, true);
    findAll(data);
    return failuresOf(data, findAll.errors);
  };
}

function compile(schema: object, allErrors: boolean): ValidateFunction {
  const ajv = new Ajv2020({
    allErrors,
    // A record has the fields that it names, not those that every object inherits.
    ownProperties: true,
    // Numbers beyond a double are numbers all the same.
    strictNumbers: false,
    strictTypes: false,
    strictTuples: false,
    allowUnionTypes: true,
    // A hundredth is no multiple of a hundredth to the last binary digit.
    multipleOfPrecision: 9,
    formats: { ...formatChecks },
    logger: false,
    code: { regExp: Object.assign((pattern: string) => compilePattern(pattern), { code: 're2' }) },
  });
  try {
    return ajv.compile(schema);
  } catch (error) {
    throw invalid('', printable((error as Error).message.slice(0, 500)));
  }
}

function failuresOf(
  data: JsonValue,
  errors: readonly ErrorObject[] | null | undefined,
): readonly SchemaFailure[] {
  const failures = new Map<string, SchemaFailure>();
  for (const error of errors ?? []) {
    const failure = failureOf(data, error);
    failures.set(`${failure.field} ${failure.rule}`, failure);
    if (failures.size === MOST_FAILURES) break;
  }
  return [...failures.values()];
}

function failureOf(
  data: JsonValue,
  { instancePath, keyword, params, propertyName }: ErrorObject,
): SchemaFailure {
  const path = instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replace(/~1/g, '/').replace(/~0/g, '~'));
  const named = namedBy(params as Readonly<Record<string, unknown>>) ?? propertyName;
  const whole = named === undefined ? path : [...path, named];
  const field = printable(formatPath(whole).slice(0, LONGEST_FIELD));
  return { field, rule: keyword, found: valueClassOf(at(data, whole)) };
}

/** The field that a rule of its parent is about. */
function namedBy(params: Readonly<Record<string, unknown>>): string | undefined {
  for (const name of ['missingProperty', 'additionalProperty', 'unevaluatedProperty']) {
    if (typeof params[name] === 'string') return params[name];
  }
  return undefined;
}

function at(data: JsonValue, path: readonly string[]): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>(
    (value, name) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, name)
        ? (value as Readonly<Record<string, JsonValue>>)[name]
        : undefined,
    data,
  );
}

/** One line of what a record breaks. */
export function describeSchemaFailures(failures: readonly SchemaFailure[]): string {
  const told = failures.map(({ field, rule, found }) => `${field} breaks ${rule} (${found})`).join('; ');
  return failures.length < MOST_FAILURES ? told : `${told}; what follows is not looked for`;
}

/** Why a record is rejected that breaks the schema of its type. */
export function schemaViolation(
  { name, revision }: Pick<RecordType, 'name' | 'revision'>,
  failures: readonly SchemaFailure[],
): Problem {
  const broken = `The record breaks revision ${revision} of the schema of ${name}`;
  return describeProblem(
    new SyncError('record.schema_violation', `${broken}: ${describeSchemaFailures(failures)}`),
  );
}
