import { isJsonObject, type JsonValue } from '../json.js';
import { isList } from '../json-text/is-list.js';

/** What a server of chat completions answered. */
export interface Completion {
  /** What the model wrote. */
  readonly text: string;
  /** Of question and answer together; null: it does not say. */
  readonly tokens: number | null;
}

/** What came, or why nothing can be read of it; tokens are used up either way. */
export type CompletionReading =
  | ({ readonly kind: 'text' } & Completion)
  | { readonly kind: 'unreadable'; readonly cause: string; readonly tokens: number | null };

/** What a server may say at most that one call used up: what it says beyond is not believed. */
const MOST_TOKENS = 10_000_000;

/** Reads the body of an answer to `/chat/completions`, whatever it is. */
export function readCompletion(body: JsonValue): CompletionReading {
  const tokens = tokensIn(body);
  const unreadable = (cause: string) => ({ kind: 'unreadable', cause, tokens }) as const;
  const choices = isJsonObject(body) ? body['choices'] : undefined;
  const [choice] = isList(choices) ? choices : [];
  const message = isJsonObject(choice) ? choice['message'] : undefined;
  if (!isJsonObject(choice) || !isJsonObject(message))
    return unreadable('the server answered something else than a chat completion');
  if (choice['finish_reason'] === 'length') return unreadable('the answer of the model was cut off');
  if (choice['finish_reason'] === 'content_filter' || typeof message['refusal'] === 'string')
    return unreadable('the model refused to answer');
  const { content } = message;
  if (typeof content !== 'string' || content.trim() === '')
    return unreadable('the answer of the model is empty');
  return { kind: 'text', text: content, tokens };
}

function tokensIn(body: JsonValue): number | null {
  const usage = isJsonObject(body) ? body['usage'] : undefined;
  const total = isJsonObject(usage) ? usage['total_tokens'] : undefined;
  const isBelieved =
    typeof total === 'number' && Number.isInteger(total) && total > 0 && total <= MOST_TOKENS;
  return isBelieved ? total : null;
}
