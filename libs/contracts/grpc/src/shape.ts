/** Who writes a value: what a caller sends may leave out more than what it is answered. */
export type Side = 'input' | 'output';

/** What a value is made of, as far as protobuf and JSON both can say it. */
export type ValueShape =
  | { readonly kind: 'text' | 'whole' | 'number' | 'flag' }
  /** Yes or no, where HTTP has only text: `true` or `false`. */
  | { readonly kind: 'flag text' }
  /** Any JSON: it goes as the text of it, for `google.protobuf.Value` would round its numbers. */
  | { readonly kind: 'json' }
  | { readonly kind: 'list' | 'map'; readonly of: ValueShape }
  | ObjectShape;

export interface ObjectShape {
  readonly kind: 'object';
  /** Of its message. */
  readonly name: string;
  readonly description: string;
  readonly fields: readonly FieldShape[];
  /** Over HTTP it is any JSON, and no object of fields: its only field holds all of it. */
  readonly isWhole?: true;
}

export interface FieldShape {
  /** As JSON has it. */
  readonly name: string;
  readonly description: string;
  readonly shape: ValueShape;
  /** Whether it may be left out. */
  readonly isOptional: boolean;
  readonly isNullable: boolean;
  readonly side: Side;
}

/** Of its field in the message. The text of JSON says so in its name. */
export function wireName({ name, shape }: Pick<FieldShape, 'name' | 'shape'>): string {
  return `${snakeCase(name)}${isJson(shape) ? '_json' : ''}`;
}

function isJson(shape: ValueShape): boolean {
  return shape.kind === 'json' || ((shape.kind === 'list' || shape.kind === 'map') && isJson(shape.of));
}

/**
 * Whether null is said by a field of its own. Of what is answered and never left out, null is said by leaving it out. What is sent
 * says null only where it means it: a caller that forgets a watermark does not clear it.
 */
export function hasNullMark({ isNullable, isOptional, side }: FieldShape): boolean {
  return isNullable && (isOptional || side === 'input');
}

export function nullMarkOf(field: FieldShape): string {
  return `${snakeCase(field.name)}_null`;
}

/** Lists and maps are always there in protobuf, if only empty: one that may be missing is held by a message of its own. */
export function isHeld({ shape, isOptional, isNullable }: FieldShape): boolean {
  return (shape.kind === 'list' || shape.kind === 'map') && (isOptional || isNullable);
}

/** The field of a message that holds a list or map. */
export const HELD = 'items';

function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

export function pascalCase(name: string): string {
  return `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
}
