import { parseIsoTime } from '../iso-time.js';
import { isSameScalar, type JsonObject, type JsonScalar, type JsonValue } from '../json.js';
import { isList } from '../json-text/is-list.js';
import { InvalidMapping, inSetting } from '../mapping/invalid-mapping.js';
import { compareNumbers, ExactNumber, isNumber } from '../number/exact-number.js';
import { compileReader, parseValuesPath } from '../mapping/path.js';
import { compilePattern, LONGEST_PATTERN } from '../record-type/schema-pattern.js';

export type CompiledFilter = (data: JsonObject) => boolean;

type Found = JsonValue | undefined;
type Test = (value: Found) => boolean;

/** Makes a test of its operand; throws InvalidMapping that says what the operand must be. */
const TESTS: Readonly<Record<string, (operand: unknown) => Test>> = {
  exists: (operand) => {
    if (typeof operand !== 'boolean') throw new InvalidMapping('must be true or false');
    return (value) => (value !== undefined && value !== null) === operand;
  },
  equals: (operand) => {
    const wanted = scalar(operand);
    return (value) => isSameScalar(value ?? null, wanted);
  },
  in: (operand) => {
    if (!Array.isArray(operand) || operand.length === 0) throw new InvalidMapping('must be a list of values');
    const wanted = new Set<Found>(operand.map(scalar));
    const exact = [...wanted].filter((value) => value instanceof ExactNumber);
    return (value) =>
      wanted.has(value ?? null) ||
      (value instanceof ExactNumber && exact.some((one) => isSameScalar(value, one)));
  },
  above: (operand) => compared(operand, (order) => order > 0),
  atLeast: (operand) => compared(operand, (order) => order >= 0),
  below: (operand) => compared(operand, (order) => order < 0),
  atMost: (operand) => compared(operand, (order) => order <= 0),
  contains: (operand) => {
    const wanted = scalar(operand);
    if (wanted === null || wanted === '') throw new InvalidMapping('must be a text, a number, true or false');
    return (value) => {
      if (typeof value === 'string') return typeof wanted === 'string' && value.includes(wanted);
      return isList(value) && value.some((item) => isSameScalar(item, wanted));
    };
  },
  startsWith: (operand) => {
    if (typeof operand !== 'string' || operand === '') throw new InvalidMapping('must be a text');
    return (value) => typeof value === 'string' && value.startsWith(operand);
  },
  matches: (operand) => {
    const pattern = patternOf(operand);
    return (value) => typeof value === 'string' && pattern.test(value);
  },
};

/** Throws InvalidMapping. */
export function compileCondition(condition: JsonObject): CompiledFilter {
  const { field, ...tests } = condition;
  const read = inSetting('field', () => {
    if (typeof field !== 'string' || field === '')
      throw new InvalidMapping('must be a path such as address.country');
    return compileReader(parseValuesPath(field));
  });
  const compiled = Object.entries(tests).map(([name, operand]) =>
    inSetting(name, () => {
      const compile = Object.hasOwn(TESTS, name) ? TESTS[name] : undefined;
      if (compile === undefined) {
        throw new InvalidMapping(`is no test; there are ${Object.keys(TESTS).join(', ')}`);
      }
      return compile(operand);
    }),
  );
  if (compiled.length === 0) {
    throw new InvalidMapping(`needs a test: ${Object.keys(TESTS).join(', ')}`);
  }
  return (data) => {
    const value = read(data);
    return compiled.every((test) => test(value));
  };
}

function patternOf(operand: unknown): ReturnType<typeof compilePattern> {
  if (typeof operand !== 'string' || operand === '' || operand.length > LONGEST_PATTERN)
    throw new InvalidMapping(`must be a pattern of 1 to ${LONGEST_PATTERN} characters`);
  try {
    return compilePattern(operand);
  } catch (error) {
    throw new InvalidMapping(`is no pattern of RE2: ${(error as Error).message}`);
  }
}

function scalar(operand: unknown): JsonScalar {
  if (operand === null || isNumber(operand) || ['string', 'boolean'].includes(typeof operand)) {
    return operand as JsonScalar;
  }
  throw new InvalidMapping('must be a text, a number, true, false or null');
}

function compared(operand: unknown, holds: (order: number) => boolean): Test {
  if (isNumber(operand)) return (value) => isNumber(value) && holds(compareNumbers(value, operand));
  const wantedMs = typeof operand === 'string' ? parseIsoTime(operand) : Number.NaN;
  if (Number.isNaN(wantedMs))
    throw new InvalidMapping('must be a number or a time like 2026-11-21T08:00:00Z');
  return (value) => {
    const ms = typeof value === 'string' ? parseIsoTime(value) : Number.NaN;
    return !Number.isNaN(ms) && holds(ms - wantedMs);
  };
}
