import type { FieldError } from '../errors/invalid-fields.js';
import { isJsonObject } from '../json.js';
import { MERGE_STRATEGY_NAMES } from '../merge/merge-strategy.js';
import { SURVIVORSHIP_NAMES } from '../merge/survivorship.js';
import { checkMatchRule } from './check-match-rule.js';
import { countKeys } from './match-alternatives.js';
import { MOST_KEYS } from './match-key.js';
import type { MatchSettings } from './match-settings.js';
import { checkField, checkList, checkNames, checkOneOf, checkText, Problems } from './match-problems.js';

const MOST_RULES = 16;
const MOST_STOPPED = 1_000;
const MOST_SOURCES = 100;

/** Everything that is wrong with match settings, with its place. They come from people, so they may be anything. */
export function checkMatch(given: unknown): readonly FieldError[] {
  const problems = new Problems('match');
  if (!isJsonObject(given)) {
    problems.tell('must be an object with rules');
    return problems.found;
  }
  checkNames(given, ['rules', 'stopList', 'merge', 'survivorship', 'sourceRanking'], problems);
  checkRules(given['rules'], problems.at('.rules'));
  if (given['merge'] !== undefined) checkOneOf(given['merge'], MERGE_STRATEGY_NAMES, problems.at('.merge'));
  checkRanking(given['sourceRanking'], problems.at('.sourceRanking'));
  checkSurvivorship(given['survivorship'], given['sourceRanking'], problems.at('.survivorship'));
  checkStopList(given['stopList'], problems.at('.stopList'));
  if (problems.found.length === 0) checkTogether(given as unknown as MatchSettings, problems);
  return problems.found;
}

function checkRules(rules: unknown, problems: Problems): void {
  const names = new Set<unknown>();
  checkList(rules, { most: MOST_RULES, of: 'rules' }, problems)?.forEach((rule, index) => {
    const here = problems.at(`[${index}]`);
    checkMatchRule(rule, here);
    const name = isJsonObject(rule) ? rule['name'] : undefined;
    if (name !== undefined && names.has(name)) here.at('.name').tell('is the name of another rule, too');
    names.add(name);
  });
}

function checkSurvivorship(survivorship: unknown, ranking: unknown, problems: Problems): void {
  if (survivorship === undefined) return;
  if (!isJsonObject(survivorship)) {
    problems.tell(`must be an object of fields, each with one of ${SURVIVORSHIP_NAMES.join(', ')}`);
    return;
  }
  for (const [field, name] of Object.entries(survivorship)) {
    checkOneOf(name, SURVIVORSHIP_NAMES, problems.at(`.${field}`));
    if (
      name === 'most_trusted' &&
      (ranking === undefined || (Array.isArray(ranking) && ranking.length === 0))
    )
      problems.at(`.${field}`).tell('needs a sourceRanking, for example ["crm", "shop"]');
  }
}

function checkRanking(ranking: unknown, problems: Problems): void {
  if (ranking === undefined) return;
  const sources =
    checkList(ranking, { most: MOST_SOURCES, of: 'connections or connection/stream' }, problems) ?? [];
  sources.forEach((source, index) => {
    checkText(source, problems.at(`[${index}]`));
    if (sources.indexOf(source) < index) problems.at(`[${index}]`).tell('stands in the list before');
  });
}

function checkStopList(stopList: unknown, problems: Problems): void {
  if (stopList === undefined) return;
  checkList(stopList, { most: MOST_STOPPED, of: 'fields with values' }, problems)?.forEach(
    (stopped, index) => {
      const here = problems.at(`[${index}]`);
      if (!isJsonObject(stopped)) {
        here.tell('must be an object with field and values');
        return;
      }
      checkNames(stopped, ['field', 'values'], here);
      checkField(stopped['field'], here.at('.field'));
      checkList(stopped['values'], { most: MOST_STOPPED, of: 'texts' }, here.at('.values'))?.forEach(
        (value, at) => checkText(value, here.at(`.values[${at}]`)),
      );
    },
  );
}

/** What can be said only of settings each of which is right. */
function checkTogether({ rules }: MatchSettings, problems: Problems): void {
  const keys = rules.reduce((sum, rule) => sum + countKeys(rule), 0);
  if (keys > MOST_KEYS)
    problems
      .at('.rules')
      .tell(
        `would give one record up to ${keys} keys, and may give ${MOST_KEYS}: leave out rules, alternatives or keys to block by (each phonetic part doubles them)`,
      );
}
