import { parseJson, type JsonValue } from '@evenkeel/domain';

const SEPARATOR = '\u001e';

/**
 * The values of a text of lines (NDJSON, JSON Lines) or, where it begins with a record separator, of a JSON text sequence (RFC 7464).
 * Throws SyntaxError that names the line.
 */
export function readNdjson(text: string): readonly JsonValue[] {
  const isSequence = text.startsWith(SEPARATOR);
  const values: JsonValue[] = [];
  let line = 1;
  for (const part of text.split(isSequence ? SEPARATOR : '\n')) {
    if (part.trim() !== '') values.push(valueOf(part, line));
    line += isSequence ? part.split('\n').length - 1 : 1;
  }
  return values;
}

function valueOf(part: string, line: number): JsonValue {
  try {
    return parseJson(part);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new SyntaxError(`line ${line}: ${cause.message}`, { cause });
  }
}
