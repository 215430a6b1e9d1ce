import { isJsonObject, type JsonObject } from '../json.js';
import { fieldsOf } from './match-term.js';
import {
  checkField,
  checkList,
  checkNames,
  checkNumber,
  checkOneOf,
  type Problems,
} from './match-problems.js';
import type { MatchField } from './match-settings.js';
import { isRegion, NORMALISERS } from './normalisers.js';
import { SIMILARITIES } from './similarity.js';

const MOST_FIELDS = 4;
const LONGEST_PREFIX = 32;

/** Settings that are for one kind of comparison or key only. */
const ONLY_FOR: Readonly<Record<string, string>> = {
  algorithm: 'fuzzy',
  threshold: 'fuzzy',
  length: 'prefix',
};

/** A comparison, or a part of a key to block by. */
export function checkPart(part: unknown, kinds: readonly string[], problems: Problems): void {
  if (!isJsonObject(part)) {
    problems.tell('must be an object with field and by');
    return;
  }
  const special = Object.keys(ONLY_FOR).filter((name) => kinds.includes(ONLY_FOR[name] as string));
  checkNames(part, ['field', 'by', 'normalise', 'region', ...special], problems);
  checkFields(part['field'], problems.at('.field'));
  checkOneOf(part['by'], kinds, problems.at('.by'));
  for (const name of special) {
    if (part[name] !== undefined && part['by'] !== ONLY_FOR[name])
      problems.at(`.${name}`).tell(`is for ${ONLY_FOR[name]} only`);
  }
  checkHow(part, problems);
  checkNormalisers(part, problems);
}

function checkFields(field: unknown, problems: Problems): void {
  if (typeof field === 'string') checkField(field, problems);
  else if (Array.isArray(field) && field.length > 0 && field.length <= MOST_FIELDS)
    fieldsOf(field as MatchField).forEach((each, index) => checkField(each, problems.at(`[${index}]`)));
  else problems.tell(`must be a path such as address.city, or a list of 1 to ${MOST_FIELDS} paths`);
}

function checkHow({ algorithm, threshold, length }: JsonObject, problems: Problems): void {
  if (algorithm !== undefined) checkOneOf(algorithm, Object.keys(SIMILARITIES), problems.at('.algorithm'));
  if (threshold !== undefined)
    checkNumber(
      threshold,
      (score) => score > 0 && score <= 1,
      'a number above 0, at most 1',
      problems.at('.threshold'),
    );
  if (length !== undefined)
    checkNumber(
      length,
      (letters) => Number.isInteger(letters) && letters >= 1 && letters <= LONGEST_PREFIX,
      `a whole number from 1 to ${LONGEST_PREFIX}`,
      problems.at('.length'),
    );
}

function checkNormalisers({ normalise, region }: JsonObject, problems: Problems): void {
  const names = Object.keys(NORMALISERS);
  const here = problems.at('.normalise');
  if (normalise !== undefined && !(Array.isArray(normalise) && normalise.length === 0))
    checkList(normalise, { most: names.length, of: `normalisers (${names.join(', ')})` }, here)?.forEach(
      (name, index) => checkOneOf(name, names, here.at(`[${index}]`)),
    );
  if (region === undefined) return;
  if (!Array.isArray(normalise) || !normalise.includes('phone'))
    problems.at('.region').tell('is for the normaliser phone only');
  else if (!isRegion(region))
    problems.at('.region').tell('must be the code of a country in capitals, for example DE');
}
