import type { JsonObject, ModelQuestion } from '@evenkeel/domain';

/** How an answer is asked for; the next is tried where a server refuses one. */
export type AnswerForm = (question: ModelQuestion) => JsonObject;

const structured: AnswerForm = ({ answerSchema: schema }) => ({
  response_format: { type: 'json_schema', json_schema: { name: 'proposal', strict: true, schema } },
});
const bounded: AnswerForm = ({ mostAnswerTokens }) => ({ temperature: 0, max_tokens: mostAnswerTokens });

/** The question holds the schema as well: a server that knows no form at all is told it in words. */
export const ANSWER_FORMS: readonly AnswerForm[] = [
  (question) => ({ ...bounded(question), ...structured(question) }),
  // Models that think before they answer take neither a temperature nor the older name of the limit.
  (question) => ({ max_completion_tokens: question.mostAnswerTokens, ...structured(question) }),
  (question) => ({ ...bounded(question), response_format: { type: 'json_object' } }),
  bounded,
  () => ({}),
];
