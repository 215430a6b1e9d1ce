import type { FieldError } from '../errors/invalid-fields.js';
import type { JsonObject } from '../json.js';
import { InvalidMapping } from '../mapping/invalid-mapping.js';
import { parsePath, parseValuesPath } from '../mapping/path.js';
import { nearestName } from '../nearest-name.js';
import { printable } from '../printable.js';

const LONGEST_TEXT = 256;

/** What is wrong, told at a place; places below it tell into the same list. */
export class Problems {
  constructor(
    private readonly path: string,
    readonly found: FieldError[] = [],
  ) {}

  /** @param step `.name` or `[index]` */
  at(step: string): Problems {
    return new Problems(`${this.path}${printable(step)}`, this.found);
  }

  tell(message: string): void {
    this.found.push({ path: this.path, message });
  }
}

export function checkNames(given: JsonObject, allowed: readonly string[], problems: Problems): void {
  for (const name of Object.keys(given)) {
    if (allowed.includes(name)) continue;
    problems.at(`.${name}`).tell(`is not known; there are ${allowed.join(', ')}${guess(name, allowed)}`);
  }
}

export function checkOneOf(given: unknown, allowed: readonly string[], problems: Problems): void {
  if (typeof given === 'string' && allowed.includes(given)) return;
  problems.tell(
    `must be one of ${allowed.join(', ')}${typeof given === 'string' ? guess(given, allowed) : ''}`,
  );
}

function guess(name: string, allowed: readonly string[]): string {
  const near = nearestName(name, allowed);
  return near === undefined ? '' : `; did you mean ${near}?`;
}

/** The list, unless it is none; an empty one is told, too. */
export function checkList(
  given: unknown,
  { most, of }: { readonly most: number; readonly of: string },
  problems: Problems,
): readonly unknown[] | undefined {
  if (Array.isArray(given) && given.length > 0 && given.length <= most) return given as readonly unknown[];
  problems.tell(`must be a list of 1 to ${most} ${of}`);
  return undefined;
}

export function checkText(given: unknown, problems: Problems): void {
  if (typeof given === 'string' && given !== '' && given.length <= LONGEST_TEXT) return;
  problems.tell(`must be a text of 1 to ${LONGEST_TEXT} characters`);
}

export function checkNumber(
  given: unknown,
  fits: (number: number) => boolean,
  wanted: string,
  problems: Problems,
): void {
  if (typeof given !== 'number' || !fits(given)) problems.tell(`must be ${wanted}`);
}

export function checkField(given: unknown, problems: Problems): void {
  if (typeof given !== 'string' || given === '' || given === '$') {
    problems.tell('must be a path such as address.city');
    return;
  }
  try {
    parsePath(given);
  } catch (error) {
    if (!(error instanceof InvalidMapping)) throw error;
    problems.tell(error.reason);
  }
}

/** The same, but `*` stands for every entry of a list. */
export function checkValuesPath(given: string, problems: Problems): void {
  try {
    if (parseValuesPath(given).length === 0) problems.tell('must be a path such as address.city');
  } catch (error) {
    if (!(error instanceof InvalidMapping)) throw error;
    problems.tell(error.reason);
  }
}
