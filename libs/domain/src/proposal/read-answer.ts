import { isJsonObject, type JsonObject, type JsonScalar, type JsonValue } from '../json.js';
import { findUnfit } from '../json-text/find-unfit.js';
import { isScalar } from '../json-text/is-scalar.js';
import { parseJson } from '../json-text/parse-json.js';
import { isStorable } from '../json-text/unstorable-text.js';
import { printable } from '../printable.js';
import type { AskedField, ModelChoice } from './model-question.js';

/** What an answer says of one field. */
export interface AnsweredField {
  readonly path: string;
  readonly choice: ModelChoice;
  /** Where it chose `value`. */
  readonly value: JsonScalar;
  readonly confidence: number;
  readonly reason: string;
}

/** `malformed`: it is not what was asked for, and may be so another time. `refused`: it names what it may not, and is not asked again. */
export type ProposalReading =
  | { readonly kind: 'answer'; readonly fields: readonly AnsweredField[] }
  | { readonly kind: 'malformed'; readonly cause: string }
  | { readonly kind: 'refused'; readonly cause: string };

/** In characters. */
const LONGEST_ANSWER = 32_000;
const LONGEST_REASON = 500;
const LONGEST_VALUE = 2_000;
const LONGEST_NAME = 60;

/** Reads the text of a model, whatever it is. */
export function readAnswer(text: string, asked: readonly AskedField[]): ProposalReading {
  if (text.length > LONGEST_ANSWER)
    return refused(`it has ${text.length} characters, and ${LONGEST_ANSWER} at most are read`);
  const found = jsonIn(text);
  const fields = isJsonObject(found) ? found['fields'] : undefined;
  if (!isJsonObject(fields)) return malformed('it is no JSON object with "fields"');
  const keys = asked.map(({ key }) => key);
  const other = Object.keys(fields).find((key) => !keys.includes(key));
  if (other !== undefined) return refused(`it names the field ${named(other)}, which it was not asked about`);
  const read = asked.map((field) => readField(fields[field.key], field));
  const wrong =
    read.find((each) => each.kind === 'refused') ?? read.find((each) => each.kind === 'malformed');
  if (wrong !== undefined) return wrong;
  return { kind: 'answer', fields: read.flatMap((each) => (each.kind === 'field' ? [each.field] : [])) };
}

type FieldReading =
  | { readonly kind: 'field'; readonly field: AnsweredField }
  | Exclude<ProposalReading, { readonly kind: 'answer' }>;

function readField(given: JsonValue | undefined, { key, path, choices }: AskedField): FieldReading {
  if (!isJsonObject(given)) return malformed(`it says nothing of ${path}`);
  const { choice, confidence, reason } = given;
  if (typeof choice !== 'string') return malformed(`it chooses nothing for ${path}`);
  if (!choices.includes(choice as ModelChoice))
    return refused(`it chooses ${named(choice)} for ${path}, where there are ${choices.join(', ')}`);
  if (typeof confidence !== 'number' || !(confidence >= 0 && confidence <= 1))
    return malformed(`its confidence for ${path} is no number from 0 to 1`);
  if (typeof reason !== 'string') return malformed(`it gives no reason for ${path}`);
  const value = choice === 'value' ? given['value'] : null;
  if (value === undefined) return malformed(`it gives no value for ${path}`);
  if (!isShort(value)) return refused(`its value for ${path} is no short text, number, boolean or null`);
  const unknown = Object.keys(given).find((name) => !KNOWN.includes(name));
  if (unknown !== undefined)
    return refused(`it says ${named(unknown)} of ${key}, which it was not asked for`);
  const field = { path, choice: choice as ModelChoice, value, confidence, reason: shortened(reason) };
  return { kind: 'field', field };
}

const KNOWN = ['choice', 'value', 'confidence', 'reason'];

function isShort(value: JsonValue): value is JsonScalar {
  if (!isScalar(value) || findUnfit(value) !== undefined) return false;
  return typeof value !== 'string' || (value.length <= LONGEST_VALUE && isStorable(value));
}

/** One line that is fit for a terminal and a database. */
export function shortened(text: string, longest = LONGEST_REASON): string {
  const line = printable(text.slice(0, longest).replace(/\s+/gu, ' ').trim());
  return text.length > longest ? `${line} ...` : line;
}

function named(text: string): string {
  return `"${shortened(text, LONGEST_NAME)}"`;
}

/** Servers without structured outputs give it among other text: what the model thought before it, a fence of Markdown. */
function jsonIn(text: string): JsonValue | undefined {
  const answer = text.split('</think>').at(-1) ?? '';
  return tryJson(answer) ?? tryJson(answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1));
}

function tryJson(text: string): JsonObject | undefined {
  try {
    const value = parseJson(text);
    return isJsonObject(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

function malformed(cause: string) {
  return { kind: 'malformed', cause: `The answer of the model cannot be used: ${cause}` } as const;
}

function refused(cause: string) {
  return { kind: 'refused', cause: `The answer of the model is refused: ${cause}` } as const;
}
