import type { JsonObject } from '../json.js';
import type { AskedField } from './model-question.js';

/** A field with what the model is told of it, and what the schema says of a value that it may compose. */
export interface ToldField {
  readonly field: AskedField;
  readonly told: JsonObject;
  readonly schema: JsonObject | undefined;
}
