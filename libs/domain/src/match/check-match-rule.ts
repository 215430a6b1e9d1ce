import { isJsonObject, type JsonObject } from '../json.js';
import { alternativesOf, countAlternatives } from './match-alternatives.js';
import { checkPart } from './check-match-part.js';
import { checkList, checkNames, checkNumber, checkText, type Problems } from './match-problems.js';
import type { MatchComparison, MatchRule } from './match-settings.js';
import { DEFAULT_THRESHOLD } from './pair-comparison.js';

const DEEPEST = 5;
const MOST_CONDITIONS = 16;
const MOST_ALTERNATIVES = 16;
const MOST_BLOCKING = 8;

export function checkMatchRule(rule: unknown, problems: Problems): void {
  if (!isJsonObject(rule)) {
    problems.tell('must be an object with name and when');
    return;
  }
  const before = problems.found.length;
  checkNames(rule, ['name', 'when', 'review', 'blockBy'], problems);
  checkText(rule['name'], problems.at('.name'));
  checkCondition(rule['when'], problems.at('.when'), DEEPEST);
  checkBlocking(rule['blockBy'], problems.at('.blockBy'));
  if (problems.found.length === before) checkWhole(rule as unknown as MatchRule, problems);
}

function checkCondition(condition: unknown, problems: Problems, depth: number): void {
  if (depth === 0) problems.tell(`nests deeper than ${DEEPEST} levels`);
  else if (!isJsonObject(condition)) problems.tell('must be a comparison, {"all": [...]} or {"any": [...]}');
  else {
    const [combination] = ['all', 'any'].filter((name) => Object.hasOwn(condition, name));
    if (combination === undefined) checkPart(condition, ['exact', 'fuzzy', 'phonetic'], problems);
    else checkCombination(condition, combination, problems, depth);
  }
}

function checkCombination(
  condition: JsonObject,
  combination: string,
  problems: Problems,
  depth: number,
): void {
  if (Object.keys(condition).length > 1) problems.tell(`has other settings beside ${combination}`);
  const here = problems.at(`.${combination}`);
  checkList(condition[combination], { most: MOST_CONDITIONS, of: 'conditions' }, here)?.forEach(
    (each, index) => checkCondition(each, here.at(`[${index}]`), depth - 1),
  );
}

function checkBlocking(blockBy: unknown, problems: Problems): void {
  if (blockBy === undefined) return;
  checkList(blockBy, { most: MOST_BLOCKING, of: 'keys' }, problems)?.forEach((key, index) => {
    const here = problems.at(`[${index}]`);
    if (isJsonObject(key) && Object.hasOwn(key, 'all')) {
      checkNames(key, ['all'], here);
      checkList(key['all'], { most: MOST_BLOCKING, of: 'parts' }, here.at('.all'))?.forEach((part, at) =>
        checkPart(part, ['exact', 'phonetic', 'prefix'], here.at(`.all[${at}]`)),
      );
    } else checkPart(key, ['exact', 'phonetic', 'prefix'], here);
  });
}

/** What can be said only of a rule whose parts are right. */
function checkWhole(rule: MatchRule, problems: Problems): void {
  const count = countAlternatives(rule.when);
  if (count > MOST_ALTERNATIVES) {
    problems
      .at('.when')
      .tell(
        `can hold in ${count} ways, and may in ${MOST_ALTERNATIVES}: divide the rule, or leave out alternatives`,
      );
    return;
  }
  const alternatives = alternativesOf(rule);
  const unfound = alternatives.find(({ keys }) => keys.length === 0);
  if (unfound !== undefined) problems.at('.blockBy').tell(missingBlock(unfound.comparisons));
  const fuzzy = alternatives.flatMap(({ comparisons }) => comparisons).filter(({ by }) => by === 'fuzzy');
  if (rule.review !== undefined) checkReview(rule.review, fuzzy, problems.at('.review'));
}

function missingBlock(comparisons: readonly MatchComparison[]): string {
  const fields = comparisons.map(({ field }) => [field].flat().join('+')).join(', ');
  return (
    `is needed: a fuzzy comparison alone (${fields}) would have to look at every record. Give a key by which alike records are found, ` +
    'for example "blockBy": [{"field": "lastName", "by": "phonetic"}] (exact, phonetic or prefix), or add an exact comparison to the rule'
  );
}

function checkReview(review: unknown, fuzzy: readonly MatchComparison[], problems: Problems): void {
  const least = Math.min(...fuzzy.map(({ threshold = DEFAULT_THRESHOLD }) => threshold));
  if (fuzzy.length === 0) problems.tell('is for rules with a fuzzy comparison: others hold, or they do not');
  else
    checkNumber(
      review,
      (score) => score > 0 && score < least,
      `a number above 0 and below the lowest threshold of the rule (${least})`,
      problems,
    );
}
