import { InvalidFields, parseJson } from '@evenkeel/domain';
import {
  HELD,
  hasNullMark,
  isHeld,
  nullMarkOf,
  wireName,
  type FieldShape,
  type ObjectShape,
  type ValueShape,
} from './shape.js';

/** A message as the loader of the `.proto` takes and gives it: by the names of its fields there. */
export type Message = Readonly<Record<string, unknown>>;
/** The same as HTTP has it. */
export type Fields = Readonly<Record<string, unknown>>;

/** The field that holds all of an answer. */
const WHOLE = 'answer';

/** What is said in JSON as a message. */
export function toMessage({ fields, isWhole }: ObjectShape, given: Fields): Message {
  const value: Fields = isWhole === true ? { [WHOLE]: given } : given;
  const message: Record<string, unknown> = {};
  for (const field of fields) {
    const said = value[field.name];
    if (said === undefined) continue;
    if (said === null && (field.isNullable || field.shape.kind !== 'json')) {
      if (hasNullMark(field)) message[nullMarkOf(field)] = true;
      continue;
    }
    const encoded = encode(field.shape, said);
    message[wireName(field)] = isHeld(field) ? { [HELD]: encoded } : encoded;
  }
  return message;
}

function encode(shape: ValueShape, value: unknown): unknown {
  switch (shape.kind) {
    case 'object':
      return toMessage(shape, value as Fields);
    case 'list':
      return (value as readonly unknown[]).map((entry) => encode(shape.of, entry));
    case 'map':
      return mapValues(value as Fields, (entry) => encode(shape.of, entry));
    case 'json':
      return JSON.stringify(value);
    case 'flag text':
      return String(value) === 'true';
    default:
      return value;
  }
}

/** What a message says, as JSON has it. Throws `request.invalid` for text that is no JSON, and for what is null and not. */
export function fromMessage(shape: ObjectShape, message: Message, at: readonly string[] = []): Fields {
  const { fields, isWhole } = shape;
  const value: Record<string, unknown> = {};
  for (const field of fields) {
    const said = decodeField(field, message, [...at, field.name]);
    if (said !== undefined) value[field.name] = said;
  }
  return isWhole === true ? (value[WHOLE] as Fields) : value;
}

function decodeField(field: FieldShape, message: Message, at: readonly string[]): unknown {
  const given = message[wireName(field)] ?? undefined;
  const said = isHeld(field) ? (given as Message | undefined)?.[HELD] : given;
  if (hasNullMark(field) && message[nullMarkOf(field)] === true) {
    if (said === undefined) return null;
    throw invalid(at, 'says null and something else');
  }
  if (said !== undefined) return decode(field.shape, said, at);
  const isNull = field.isNullable && !field.isOptional && field.side === 'output';
  return isNull ? null : undefined;
}

function decode(shape: ValueShape, said: unknown, at: readonly string[]): unknown {
  switch (shape.kind) {
    case 'object':
      return fromMessage(shape, said as Message, at);
    case 'list':
      return (said as readonly unknown[]).map((entry, index) =>
        decode(shape.of, entry, [...at, String(index)]),
      );
    case 'map':
      return mapValues(said as Message, (entry, key) => decode(shape.of, entry, [...at, key]));
    case 'json':
      return readJson(said as string, at);
    case 'flag text':
      return String(said);
    default:
      return said;
  }
}

function mapValues(
  value: Readonly<Record<string, unknown>>,
  change: (entry: unknown, key: string) => unknown,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, change(entry, key)]));
}

function readJson(text: string, at: readonly string[]): unknown {
  try {
    return parseJson(text);
  } catch {
    throw invalid(at, 'must be the text of JSON');
  }
}

function invalid(at: readonly string[], message: string): InvalidFields {
  return new InvalidFields('request.invalid', [{ path: at.join('.'), message }]);
}
