import { isSameScalar, type JsonScalar, type JsonValue } from '../json.js';
import { parseValuesPath, readAt } from '../mapping/path.js';

/** What an answer looks like that means something of its own. */
export interface AnswerRule {
  readonly status?: number | undefined;
  /** A place in the body, in the one path language. */
  readonly bodyPath?: string | undefined;
  /** What is there; left out: anything but null. */
  readonly equals?: JsonScalar | undefined;
}

/** `body`: undefined where it is no JSON. */
export function fitsAnswer(rule: AnswerRule, status: number, body: JsonValue | undefined): boolean {
  if (rule.status !== undefined && rule.status !== status) return false;
  if (rule.bodyPath === undefined || rule.bodyPath === '') return true;
  const found = body === undefined ? undefined : readAt(body, parseValuesPath(rule.bodyPath));
  return rule.equals === undefined ? found !== undefined && found !== null : isSameScalar(found, rule.equals);
}
