import { nearestName } from '@evenkeel/domain';
import type { z } from 'zod';

type RawIssue = z.core.$ZodRawIssue;
type IssueOf<Code extends RawIssue['code']> = RawIssue & { readonly code: Code };

/** What stands for "none of several shapes": it is told by what is wrong with the nearest of them. */
export const NO_SHAPE_FITS = 'fits none of its shapes';

/** What is wrong with a setting, in the words of people who write such files; with the values that are allowed. */
export function problemText(issue: RawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? `is missing: it must be ${typeText(issue.expected)}`
        : `must be ${typeText(issue.expected)}`;
    case 'invalid_value':
      return `must be ${alternatives(issue.values)}`;
    case 'unrecognized_keys':
      return `is unknown; ${membersOf(issue.inst)}`;
    case 'invalid_union':
      return issue.discriminator === undefined
        ? NO_SHAPE_FITS
        : `must be ${alternatives((issue.options ?? []) as readonly z.core.util.Primitive[])}`;
    case 'too_small':
      return sizeText('at least', issue.origin, issue.minimum);
    case 'too_big':
      return sizeText('at most', issue.origin, issue.maximum);
    case 'invalid_format':
      return FORMATS[issue.format] ?? `is not a valid ${issue.format}`;
    default:
      return undefined;
  }
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

function typeText(expected: string): string {
  return TYPES[expected] ?? expected;
}

const FORMATS: Readonly<Record<string, string>> = {
  datetime: 'must be a time with a zone, such as 2026-01-31T00:00:00Z',
};

function sizeText(most: string, origin: string, size: number | bigint): string {
  if (origin === 'array') return `must have ${most} ${size} entries`;
  return origin === 'string' ? `must have ${most} ${size} characters` : `must be ${most} ${size}`;
}

function alternatives(values: readonly z.core.util.Primitive[]): string {
  const texts = values.map((value) => (typeof value === 'string' ? `"${value}"` : String(value)));
  return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} or ${texts.at(-1)}`;
}

const THERE_IS = 'there is only ';

/** What is said of a name that is not known, with the one that was meant. */
export function unknownText(name: string, message: string): string {
  const [, members] = message.split(THERE_IS);
  const near = members === undefined ? undefined : nearestName(name, members.split(', '));
  return near === undefined ? message : `${message}; did you mean ${near}?`;
}

function membersOf(schema: IssueOf<'unrecognized_keys'>['inst']): string {
  const { shape } = (schema?._zod.def ?? {}) as { readonly shape?: object };
  const members = Object.keys(shape ?? {});
  return members.length === 0 ? 'nothing can be set here' : `${THERE_IS}${members.join(', ')}`;
}
