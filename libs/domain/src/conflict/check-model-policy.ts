import { isJsonObject, type JsonObject, type JsonValue } from '../json.js';
import {
  checkList,
  checkNames,
  checkNumber,
  checkValuesPath,
  type Problems,
} from '../match/match-problems.js';

const MOST_COMPOSED = 100;
export const LONGEST_INSTRUCTIONS = 2_000;

/** What is wrong with the settings of a model in a conflict policy, with its place. */
export function checkModelPolicy(given: unknown, policy: JsonObject, problems: Problems): void {
  if (!asksModel(policy)) problems.tell('is for the strategy ai, which the policy names nowhere');
  if (!isJsonObject(given)) {
    problems.tell('must be an object with applyAt, mayCompose or instructions');
    return;
  }
  checkNames(given, ['applyAt', 'mayCompose', 'instructions'], problems);
  if (given['applyAt'] !== undefined)
    checkNumber(
      given['applyAt'],
      (limit) => limit > 0 && limit <= 1,
      'a number above 0 and up to 1; left out, a person decides each of its proposals',
      problems.at('.applyAt'),
    );
  if (given['mayCompose'] !== undefined) checkComposed(given['mayCompose'], problems.at('.mayCompose'));
  const { instructions } = given;
  if (instructions !== undefined && !isInstructions(instructions))
    problems.at('.instructions').tell(`must be a text of 1 to ${LONGEST_INSTRUCTIONS} characters`);
}

function checkComposed(given: unknown, problems: Problems): void {
  checkList(given, { most: MOST_COMPOSED, of: 'paths' }, problems)?.forEach((path, index) => {
    const here = problems.at(`[${index}]`);
    if (typeof path === 'string') checkValuesPath(path, here);
    else here.tell('must be a path such as address.city');
  });
}

function isInstructions(given: unknown): boolean {
  return typeof given === 'string' && given.trim() !== '' && given.length <= LONGEST_INSTRUCTIONS;
}

/** Whether a policy, however wrong it is otherwise, names the strategy anywhere. */
function asksModel({ strategy, fallback, fields }: JsonObject): boolean {
  const inFields = isJsonObject(fields) ? Object.values(fields) : [];
  return [strategy, fallback, ...inFields].some(namesModel);
}

function namesModel(choice: JsonValue | undefined): boolean {
  return (
    choice === 'ai' || (isJsonObject(choice) && (choice['strategy'] === 'ai' || choice['fallback'] === 'ai'))
  );
}
