import type { FieldError } from '../errors/invalid-fields.js';
import { isJsonObject, type JsonObject } from '../json.js';
import {
  checkField,
  checkList,
  checkNames,
  checkNumber,
  checkOneOf,
  checkText,
  checkValuesPath,
  Problems,
} from '../match/match-problems.js';
import {
  CONFLICT_STRATEGIES,
  STRATEGY_WORDS,
  strategyNamed,
  type ConflictStrategyName,
} from './conflict-strategies.js';
import { checkModelPolicy } from './check-model-policy.js';
import { CUSTOM_RULE_NAMES, isOrdered } from './custom-rules.js';

const MOST_PLACES = 500;
const MOST_RULES = 16;
const MOST_ORDERED = 100;
const MOST_FLIPS = 100;
const OF_STRATEGY = ['strategy', 'fallback', 'rules'];

/** What the stream of the job can say. */
export interface PolicyGrounds {
  /** Whether its records say when they were changed. */
  readonly hasTimes: boolean;
}

/** Everything that is wrong with a conflict policy, with its place. It comes from a person, so it may be anything. */
export function checkConflictPolicy(given: unknown, grounds: PolicyGrounds): readonly FieldError[] {
  const problems = new Problems('conflictPolicy');
  if (!isJsonObject(given)) {
    problems.tell('must be an object with a strategy');
    return problems.found;
  }
  checkNames(given, [...OF_STRATEGY, 'fields', 'lists', 'flipFlopLimit', 'ai'], problems);
  checkChoice(given, grounds, problems);
  checkPlaces(given['fields'], 'strategies', problems.at('.fields'), (choice, here) => {
    if (!isJsonObject(choice)) return checkStrategy(choice, grounds, here);
    checkNames(choice, OF_STRATEGY, here);
    checkChoice(choice, grounds, here);
  });
  checkPlaces(given['lists'], 'list rules', problems.at('.lists'), checkListRule);
  if (given['flipFlopLimit'] !== undefined)
    checkNumber(
      given['flipFlopLimit'],
      (limit) => Number.isInteger(limit) && limit >= 1 && limit <= MOST_FLIPS,
      `a whole number from 1 to ${MOST_FLIPS}`,
      problems.at('.flipFlopLimit'),
    );
  if (given['ai'] !== undefined) checkModelPolicy(given['ai'], given, problems.at('.ai'));
  return problems.found;
}

function checkPlaces(
  given: unknown,
  of: string,
  problems: Problems,
  check: (value: unknown, problems: Problems) => void,
): void {
  if (given === undefined) return;
  if (!isJsonObject(given) || Object.keys(given).length > MOST_PLACES) {
    problems.tell(`must be an object of up to ${MOST_PLACES} paths with their ${of}`);
    return;
  }
  for (const [path, value] of Object.entries(given)) {
    const here = problems.at(`.${path}`);
    checkValuesPath(path, here);
    check(value, here);
  }
}

function checkStrategy(given: unknown, { hasTimes }: PolicyGrounds, problems: Problems): void {
  checkOneOf(given, STRATEGY_WORDS, problems);
  const name = nameOf(given);
  if (name !== undefined && CONFLICT_STRATEGIES[name].readsTimes && !hasTimes)
    problems.tell(
      `needs to know when records were changed, and the stream does not say that; name another strategy: ${timeless().join(', ')}`,
    );
}

function checkChoice(given: JsonObject, grounds: PolicyGrounds, problems: Problems): void {
  checkStrategy(given['strategy'], grounds, problems.at('.strategy'));
  const name = nameOf(given['strategy']);
  if (name === undefined) return;
  if (given['fallback'] !== undefined)
    checkFallback(given['fallback'], name, grounds, problems.at('.fallback'));
  if (name === 'custom') checkRules(given['rules'], problems.at('.rules'));
  else if (given['rules'] !== undefined) problems.at('.rules').tell('is for the strategy custom');
}

function checkFallback(
  given: unknown,
  name: ConflictStrategyName,
  grounds: PolicyGrounds,
  problems: Problems,
): void {
  const allowed = STRATEGY_WORDS.filter((word) => {
    const other = nameOf(word);
    return other !== undefined && !CONFLICT_STRATEGIES[other].hasFallback;
  });
  if (!CONFLICT_STRATEGIES[name].hasFallback) problems.tell('is for the strategies merge and custom');
  else if (typeof given === 'string' && allowed.includes(given)) checkStrategy(given, grounds, problems);
  else checkOneOf(given, allowed, problems);
}

function checkRules(given: unknown, problems: Problems): void {
  checkList(given, { most: MOST_RULES, of: 'rules' }, problems)?.forEach((rule, index) => {
    const here = problems.at(`[${index}]`);
    if (isJsonObject(rule)) checkRuleByField(rule, here);
    else checkOneOf(rule, CUSTOM_RULE_NAMES, here);
  });
}

function checkRuleByField(rule: JsonObject, problems: Problems): void {
  checkNames(rule, ['by', 'order'], problems);
  checkField(rule['by'], problems.at('.by'));
  checkList(rule['order'], { most: MOST_ORDERED, of: 'values' }, problems.at('.order'))?.forEach(
    (value, index) => {
      if (!isOrdered(value)) problems.at(`.order[${index}]`).tell('must be a text, number, boolean or null');
    },
  );
}

function checkListRule(given: unknown, problems: Problems): void {
  if (!isJsonObject(given)) {
    if (given !== 'set' && given !== 'whole')
      problems.tell('must be "set", "whole", or the key of its entries such as {"key": "id"}');
    return;
  }
  checkNames(given, ['key'], problems);
  checkText(given['key'], problems.at('.key'));
}

function nameOf(word: unknown): ConflictStrategyName | undefined {
  return typeof word === 'string' && STRATEGY_WORDS.includes(word)
    ? strategyNamed(word as ConflictStrategyName)
    : undefined;
}

function timeless(): readonly string[] {
  return Object.entries(CONFLICT_STRATEGIES).flatMap(([name, { readsTimes }]) => (readsTimes ? [] : [name]));
}
