import { isJsonObject, type JsonObject } from '../json.js';
import { parseJson } from '../json-text/parse-json.js';

/**
 * The members of what a token endpoint sent: JSON, or a form as older ones send it, whatever it is labelled. Undefined where it
 * is neither.
 */
export function parseTokenBody(text: string): JsonObject | undefined {
  const body = text.trim();
  const json = parsedOrNot(body);
  if (isJsonObject(json)) return json;
  if (json !== undefined || !IS_FORM.test(body)) return undefined;
  return Object.fromEntries(new URLSearchParams(body));
}

/** Anything with one of the members that matter: a page in HTML begins otherwise. */
const IS_FORM = /^(?!<)(?:[^=&\s]*=[^&]*&)*(?:access_token|refresh_token|error)=/;

function parsedOrNot(body: string): unknown {
  try {
    return parseJson(body);
  } catch {
    return undefined;
  }
}

/** A refresh token in a body that is cut off or otherwise no JSON. */
const IN_BROKEN_JSON = /"refresh_token"\s*:\s*("(?:[^"\\]|\\.)+")/;

/** The refresh token in a body that {@link parseTokenBody} cannot read; null where there is none as a whole. */
export function refreshTokenInBroken(text: string): string | null {
  const [, quoted] = IN_BROKEN_JSON.exec(text) ?? [];
  const found = quoted === undefined ? undefined : parsedOrNot(quoted);
  return typeof found === 'string' ? found : null;
}
