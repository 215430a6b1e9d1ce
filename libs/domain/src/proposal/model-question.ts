import type { JsonObject } from '../json.js';

export interface ModelMessage {
  readonly role: 'system' | 'user';
  readonly content: string;
}

/** What a field of an answer may choose. */
export const MODEL_CHOICES = ['local', 'remote', 'base', 'value'] as const;
export type ModelChoice = (typeof MODEL_CHOICES)[number];

/** A field as the model is asked about it. */
export interface AskedField {
  /** Stands for the field in question and answer. */
  readonly key: string;
  /** In the conflict. */
  readonly path: string;
  readonly choices: readonly ModelChoice[];
}

export interface ModelQuestion {
  readonly messages: readonly ModelMessage[];
  /** JSON Schema of the answer, as strict structured outputs take it: every property required, no other one allowed. */
  readonly answerSchema: JsonObject;
  readonly fields: readonly AskedField[];
  readonly mostAnswerTokens: number;
}

/** In UTF-8 one token stands for three bytes and more, in nearly all texts of nearly all models. */
const BYTES_OF_TOKEN = 3;

/** About how many tokens a question and its answer take at most. */
export function tokensOf({ messages, mostAnswerTokens }: ModelQuestion): number {
  const bytes = messages.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);
  return Math.ceil(bytes / BYTES_OF_TOKEN) + mostAnswerTokens;
}
