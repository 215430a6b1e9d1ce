import type { Conflict, ConflictField } from '../conflict/conflict.js';
import type { CompiledConflictPolicy } from '../conflict/compile-conflict-policy.js';
import { CONFLICT_KINDS } from '../conflict/conflict-kind.js';
import type { JsonObject, JsonValue } from '../json.js';
import { canonicalText } from '../json-text/canonical-text.js';
import { isSensitivePlace, type SensitiveFields } from '../sensitive/sensitive-fields.js';
import { answerSchemaOf } from './answer-schema.js';
import { instructionsOf } from './instructions.js';
import type { ModelChoice, ModelQuestion } from './model-question.js';
import type { ToldField } from './told-field.js';
import { schemaAt } from './schema-at.js';

/** What a model is told of the record of a conflict, and what it may do. */
export interface AskedRecord {
  readonly recordType: string;
  /** Of the record type; null: it has none. */
  readonly schema: JsonObject | null;
  readonly sensitive: SensitiveFields;
  readonly policy: CompiledConflictPolicy;
}

/** The question, or why a model may not be asked. */
export type Asking =
  | { readonly kind: 'ask'; readonly question: ModelQuestion }
  | { readonly kind: 'not_asked'; readonly cause: string };

const MOST_FIELDS = 30;
/** In characters. */
const LONGEST_QUESTION = 32_000;
const LONGEST_SCHEMA = 4_000;
const ANSWER_TOKENS = 256;
const ANSWER_TOKENS_OF_FIELD = 192;

/**
 * What a model is asked about a conflict: of each field that differs its values, and what the schema says of them; nothing else of the record. Where
 * any of them is sensitive nothing is sent: what is left of such a conflict could not be decided without it.
 */
export function askModel(conflict: Pick<Conflict, 'fields' | 'kind'>, record: AskedRecord): Asking {
  const cause = reasonNotToAsk(conflict, record);
  if (cause !== undefined) return { kind: 'not_asked', cause };
  const asked = conflict.fields.map((each, at) => askedField(each, `field_${at + 1}`, record));
  const fields = asked.map(({ field }) => field);
  const answerSchema = answerSchemaOf(asked);
  const document = {
    recordType: record.recordType,
    conflict: CONFLICT_KINDS[conflict.kind].does,
    fields: Object.fromEntries(asked.map(({ field, told }) => [field.key, told])),
  };
  const { instructions } = record.policy.model;
  const messages = [
    { role: 'system', content: instructionsOf({ fields, answerSchema, instructions }) },
    { role: 'user', content: canonicalText(document) },
  ] as const;
  const length = messages.reduce((sum, { content }) => sum + content.length, 0);
  if (length > LONGEST_QUESTION)
    return {
      kind: 'not_asked',
      cause: `The question would have ${length} characters, and a model is asked in ${LONGEST_QUESTION} at most`,
    };
  const mostAnswerTokens = ANSWER_TOKENS + fields.length * ANSWER_TOKENS_OF_FIELD;
  return { kind: 'ask', question: { messages, answerSchema, fields, mostAnswerTokens } };
}

function reasonNotToAsk(
  { kind, fields }: Pick<Conflict, 'kind' | 'fields'>,
  { sensitive, policy }: AskedRecord,
): string | undefined {
  if (CONFLICT_KINDS[kind].isOfRecord || fields.some(({ place }) => place.length === 0))
    return 'It is about the record as a whole, and a model is shown single fields only';
  if (fields.length > MOST_FIELDS)
    return `${fields.length} fields differ, and a model is asked about ${MOST_FIELDS} at most`;
  if (fields.some(({ place }) => isSensitivePlace(place, sensitive)))
    return 'A sensitive field differs, and such values are sent to no model';
  const others = fields.filter(({ place }) => {
    const { strategy, fallback } = policy.strategyAt(place);
    return strategy !== 'ai' && fallback !== 'ai';
  });
  return others.length === 0
    ? undefined
    : `The policy of the job leaves no such decision to a model: ${others.map(({ path }) => path).join(', ')}`;
}

function askedField(
  { place, path, base, local, remote }: ConflictField,
  key: string,
  { schema, policy }: AskedRecord,
): ToldField {
  // An entry of a list is found by its key, not by its place: nothing is put there that was not there.
  const mayCompose = policy.model.mayCompose(place) && place.every((step) => typeof step === 'string');
  const choices: readonly ModelChoice[] = [
    ...(['local', 'remote'] as const),
    ...(base === undefined ? [] : (['base'] as const)),
    ...(mayCompose ? (['value'] as const) : []),
  ];
  const said = schema === null ? undefined : schemaAt(schema, place);
  const sides: Readonly<Record<string, JsonValue | undefined>> = {
    local,
    remote,
    ...(base === undefined ? {} : { base: base.local }),
  };
  const told: JsonObject = {
    path,
    choices,
    ...Object.fromEntries(Object.entries(sides).filter(([, value]) => value !== undefined)),
    absentIn: Object.keys(sides).filter((side) => sides[side] === undefined),
    ...(said === undefined || canonicalText(said).length > LONGEST_SCHEMA ? {} : { schema: said }),
  };
  return { field: { key, path, choices }, told, schema: said };
}
