import type { JsonValue } from '@evenkeel/domain';
import type { FormatOf } from '../settings/format-settings.js';

/** An element that is being read. Most have nothing but a text. */
export interface OpenElement {
  readonly name: string;
  /**
   * Attributes first, then elements, in the order in which each name comes first. No element has the name of an attribute: none
   * begins as these do, with a prefix that no name in XML begins with.
   */
  members: Map<string, JsonValue[]> | undefined;
  isNil: boolean;
  text: string;
}

type Writing = Pick<FormatOf<'xml'>, 'attributePrefix' | 'textName' | 'namespaces' | 'lists' | 'empty'>;

const DECLARES_NAMESPACE = /^xmlns(?::|$)/;

/** The name of an element or attribute as a path names it. */
function nameOf(name: string, { namespaces }: Writing): string {
  return namespaces === 'strip' ? name.slice(name.indexOf(':') + 1) : name;
}

export function openElement(
  name: string,
  attributes: Readonly<Record<string, string>>,
  writing: Writing,
): OpenElement {
  const element: OpenElement = { name: nameOf(name, writing), members: undefined, isNil: false, text: '' };
  for (const attribute in attributes) {
    const value = attributes[attribute] ?? '';
    if (DECLARES_NAMESPACE.test(attribute)) continue;
    if (attribute === 'xsi:nil') element.isNil = value === 'true' || value === '1';
    else addMember(element, writing.attributePrefix + nameOf(attribute, writing), value);
  }
  return element;
}

export function addMember(element: OpenElement, name: string, value: JsonValue): void {
  element.members ??= new Map<string, JsonValue[]>();
  const known = element.members.get(name);
  if (known === undefined) element.members.set(name, [value]);
  else known.push(value);
}

/** An element with nothing but text is that text. Throws SyntaxError where another element has the name of the text. */
export function closeElement(
  { members, text, isNil }: OpenElement,
  { textName, lists, empty }: Writing,
): JsonValue {
  if (members === undefined) {
    if (isNil) return null;
    return text === '' && empty === 'null' ? null : text;
  }
  const written: [string, JsonValue][] = [];
  for (const [name, values] of members)
    written.push([name, values.length > 1 || lists.includes(name) ? values : (values[0] ?? null)]);
  // White space between elements is how a document is laid out.
  if (text.trim() !== '') {
    if (members.has(textName))
      throw new SyntaxError(`an element beside a text is named ${textName}: choose another textName`);
    written.push([textName, text]);
  }
  return Object.fromEntries(written);
}
