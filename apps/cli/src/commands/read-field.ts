import { parseJson } from '@evenkeel/contracts-admin';
import { UsageFailure } from '../failure.js';

export type FieldValue = ReturnType<typeof parseJson>;

/** `name=Ada` is text, `age:=7` is JSON. */
export function readField(text: string): [string, FieldValue] {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageFailure(`"${text}" says no value`, 'Write field=text, or field:=json.');
  const isJson = text[at - 1] === ':';
  const field = text.slice(0, isJson ? at - 1 : at);
  const value = text.slice(at + 1);
  if (!isJson) return [field, value];
  try {
    return [field, parseJson(value)];
  } catch (error) {
    throw new UsageFailure(
      `The value of ${field} is not JSON: ${(error as Error).message}`,
      `For a text write ${field}=${value}.`,
    );
  }
}
