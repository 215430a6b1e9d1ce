import type { JsonValue } from '@evenkeel/domain';
import type { FormatOf } from '../settings/format-settings.js';

/** An element that is being read. */
export interface OpenElement {
  readonly name: string;
  /** Attributes first, then elements, in the order in which each name comes first. */
  readonly members: Map<string, JsonValue[]>;
  readonly attributes: ReadonlySet<string>;
  readonly isNil: boolean;
  text: string;
}

type Writing = Pick<FormatOf<'xml'>, 'attributePrefix' | 'textName' | 'namespaces' | 'lists' | 'empty'>;

const DECLARES_NAMESPACE = /^xmlns(?::|$)/;

/** The name of an element or attribute as a path names it. */
export function nameOf(name: string, { namespaces }: Pick<Writing, 'namespaces'>): string {
  return namespaces === 'strip' ? name.slice(name.indexOf(':') + 1) : name;
}

export function openElement(
  name: string,
  attributes: Readonly<Record<string, string>>,
  writing: Writing,
): OpenElement {
  const members = new Map<string, JsonValue[]>();
  let isNil = false;
  for (const [attribute, value] of Object.entries(attributes)) {
    if (DECLARES_NAMESPACE.test(attribute)) continue;
    if (attribute === 'xsi:nil') isNil = value === 'true' || value === '1';
    else addMember(members, writing.attributePrefix + nameOf(attribute, writing), value);
  }
  return { name: nameOf(name, writing), members, attributes: new Set(members.keys()), isNil, text: '' };
}

/** Throws SyntaxError where an attribute, as it is written, has the same name. */
export function addElement(parent: OpenElement, name: string, value: JsonValue): void {
  if (parent.attributes.has(name))
    throw new SyntaxError(
      `an element is named ${name} as an attribute beside it is: choose another attributePrefix`,
    );
  addMember(parent.members, name, value);
}

function addMember(members: Map<string, JsonValue[]>, name: string, value: JsonValue): void {
  const known = members.get(name);
  if (known === undefined) members.set(name, [value]);
  else known.push(value);
}

/** An element with nothing but text is that text. */
export function closeElement(
  { members, attributes, text, isNil }: OpenElement,
  { textName, lists, empty }: Writing,
): JsonValue {
  if (members.size === 0) {
    if (isNil) return null;
    return text === '' && empty === 'null' ? null : text;
  }
  const written = [...members].map(([name, values]): readonly [string, JsonValue] => {
    const isList = values.length > 1 || (lists.includes(name) && !attributes.has(name));
    return [name, isList ? values : (values[0] ?? null)];
  });
  // White space between elements is how a document is laid out.
  const own = text.trim() === '' ? [] : [[textName, text] as const];
  return Object.fromEntries([...written, ...own]);
}
