import { InvalidFields, type FieldError, type JsonValue } from '@evenkeel/domain';
import type { z } from 'zod';
import { NO_SHAPE_FITS, problemText, unknownText } from './problem-text.js';

/** Throws `config.invalid_settings` that names each wrong field. */
export function parsed<T>(schema: z.ZodType<T>, value: JsonValue, where: string): T {
  const result = parse(schema, value);
  if (result.success) return result.data;
  throw new InvalidFields('config.invalid_settings', problemsIn(result.error.issues, [where]));
}

/** Each wrong field with its place, for example `settings.streams.orders.path`. */
export function problemsOf(schema: z.ZodType, value: JsonValue, where: string): readonly FieldError[] {
  const result = parse(schema, value);
  return result.success ? [] : problemsIn(result.error.issues, [where]);
}

function parse<T>(schema: z.ZodType<T>, value: JsonValue): z.ZodSafeParseResult<T> {
  return schema.safeParse(value, { error: problemText });
}

type Issue = z.core.$ZodIssue;
type Place = readonly PropertyKey[];

function problemsIn(issues: readonly Issue[], at: Place): readonly FieldError[] {
  return issues.flatMap((issue) => problemsOfIssue(issue, [...at, ...issue.path]));
}

function problemsOfIssue(issue: Issue, at: Place): readonly FieldError[] {
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => problem([...at, key], unknownText(key, issue.message)));
    case 'invalid_key':
      return issue.issues.map(({ message }) => problem(at, `as a name ${message}`));
    case 'invalid_union':
      return issue.message === NO_SHAPE_FITS
        ? problemsOfNearest(issue.errors, at)
        : [problem(at, issue.message)];
    default:
      return [problem(at, issue.message)];
  }
}

function problem(at: Place, message: string): FieldError {
  return { path: at.map(String).join('.'), message };
}

/** Of several shapes the one is meant that has the right type; where none has, all types are told. */
function problemsOfNearest(shapes: readonly (readonly Issue[])[], at: Place): readonly FieldError[] {
  const meant = shapes.find((issues) => !issues.some(isOfWholeValue));
  if (meant !== undefined) return problemsIn(meant, at);
  const told = shapes.flatMap((issues) => issues.filter(isOfWholeValue).map(({ message }) => message));
  const types = new Set(told.map((message) => message.replace(MUST_BE, '')));
  const isMissing = told.some((message) => message.startsWith('is missing'));
  return [problem(at, `${isMissing ? 'is missing: it ' : ''}must be ${[...types].join(' or ')}`)];
}

const MUST_BE = /^(is missing: it )?must be /;

function isOfWholeValue({ code, path }: Issue): boolean {
  return path.length === 0 && ['invalid_type', 'invalid_value', 'invalid_union'].includes(code);
}
