import type { Conflict, ConflictField, FieldDecision } from '../conflict/conflict.js';
import { applyEdit } from '../edit/apply-edit.js';
import { InvalidFields } from '../errors/invalid-fields.js';
import type { JsonObject } from '../json.js';
import { canonicalText } from '../json-text/canonical-text.js';
import { formatPath } from '../mapping/path.js';
import { describeSchemaFailures, type RecordCheck } from '../record-type/compile-record-check.js';
import type { RecordPlace } from '../three-way/place.js';
import type { AskedField } from './model-question.js';
import { readAnswer, shortened, type AnsweredField } from './read-answer.js';
import type { FieldProposal, ProposalOutcome } from './proposal.js';

/** What an answer is held against. */
export interface HeldAgainst {
  readonly conflict: Pick<Conflict, 'fields'>;
  readonly asked: readonly AskedField[];
  /** The local record as it is now; undefined: it is not there. */
  readonly record: JsonObject | undefined;
  /** Undefined: its type is open. */
  readonly check: RecordCheck | undefined;
  /** Null: nothing is decided by a model. */
  readonly applyAt: number | null;
}

/** `again`: nothing that can be used, which may be otherwise another time. */
export type Verdict =
  | { readonly kind: 'apply'; readonly fields: FieldProposals; readonly reason: string }
  | { readonly kind: 'again'; readonly cause: string }
  | {
      readonly kind: 'review';
      readonly outcome: Extract<ProposalOutcome, 'proposed' | 'refused'>;
      readonly cause: string;
      readonly fields: FieldProposals;
    };

export type FieldProposals = Readonly<Record<string, FieldProposal>>;

const LONGEST_WHY = 2_000;

/**
 * What the text of a model is worth, whatever it is: each field that leaves here was asked about, with the value of one of its sides or, where that is
 * allowed and the record then fits its schema, another one.
 */
export function judgeProposal(text: string, by: HeldAgainst): Verdict {
  const reading = readAnswer(text, by.asked);
  if (reading.kind === 'malformed') return { kind: 'again', cause: reading.cause };
  if (reading.kind === 'refused') return refused(reading.cause);
  const cause = composedAmiss(reading.fields, by);
  if (cause !== undefined) return refused(cause);
  const fields = Object.fromEntries(reading.fields.map((field) => [field.path, proposalOf(field)]));
  const least = Math.min(...reading.fields.map(({ confidence }) => confidence));
  if (by.applyAt !== null && least >= by.applyAt)
    return { kind: 'apply', fields, reason: whyOf(reading.fields) };
  const doubt =
    by.applyAt === null
      ? 'The policy of the job has a person decide (it sets no ai.applyAt)'
      : `Its confidence is ${least}, and the policy of the job applies it at ${by.applyAt} and above`;
  return { kind: 'review', outcome: 'proposed', cause: doubt, fields };
}

function proposalOf({ choice, value, confidence, reason }: AnsweredField): FieldProposal {
  const decision: FieldDecision = choice === 'value' ? { value } : choice;
  return { choice: decision, confidence, reason };
}

function whyOf(fields: readonly AnsweredField[]): string {
  const each = fields.map(({ path, confidence, reason }) => `${path} (${confidence}): ${reason}`);
  return shortened(each.join('; '), LONGEST_WHY);
}

/** Why values that no side had cannot be taken; undefined: there are none, or they fit. */
function composedAmiss(fields: readonly AnsweredField[], by: HeldAgainst): string | undefined {
  const composed = fields.filter(({ choice }) => choice === 'value');
  if (composed.length === 0) return undefined;
  if (by.record === undefined) return 'The answer of the model is refused: the record is not here any more';
  try {
    const failures = by.check?.(canonicalText(recordWith(by.record, fields, by.conflict.fields))) ?? [];
    return failures.length === 0
      ? undefined
      : `The answer of the model is refused: ${describeSchemaFailures(failures)}`;
  } catch (error) {
    if (!(error instanceof InvalidFields)) throw error;
    return `The answer of the model is refused: ${shortened(error.message)}`;
  }
}

/** The local record as it would be. */
function recordWith(
  record: JsonObject,
  answered: readonly AnsweredField[],
  contested: readonly ConflictField[],
): JsonObject {
  const sides = new Map(contested.map((field) => [field.path, field]));
  const set: [string, AnsweredField['value']][] = [];
  const unset: string[] = [];
  for (const { path, choice, value } of answered) {
    const field = sides.get(path);
    // What is in an entry of a list stays here as it is: no value is composed there.
    if (field === undefined || !isOfFields(field.place)) continue;
    const at = formatPath(field.place);
    const chosen =
      choice === 'value'
        ? value
        : { local: field.local, remote: field.remote, base: field.base?.local }[choice];
    if (chosen === undefined) unset.push(at);
    else set.push([at, chosen as AnsweredField['value']]);
  }
  return applyEdit(record, { set: Object.fromEntries(set), unset });
}

function isOfFields(place: RecordPlace): place is readonly string[] {
  return place.every((step) => typeof step === 'string');
}

function refused(cause: string): Verdict {
  return { kind: 'review', outcome: 'refused', cause, fields: {} };
}
