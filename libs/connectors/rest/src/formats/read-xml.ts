import { isJsonObject, type JsonObject, type JsonValue } from '@evenkeel/domain';
import { SaxesParser } from 'saxes';
import type { FormatOf } from '../settings/format-settings.js';
import { addMember, closeElement, openElement, type OpenElement } from './xml-tree.js';

interface XmlLimits {
  readonly maxDepth: number;
}

/**
 * The root element of a document, by its name. Nothing that a document declares is looked up or put in: one that declares entities is
 * refused. Throws SyntaxError that names line and column where it is not well-formed, RangeError where it nests too deep.
 */
export function readXml(text: string, xml: FormatOf<'xml'>, { maxDepth }: XmlLimits): JsonObject {
  const parser = new SaxesParser({ xmlns: false, position: true });
  const open: OpenElement[] = [];
  let root: JsonObject = {};
  const at = (problem: string) => new SyntaxError(`line ${parser.line}, column ${parser.column}: ${problem}`);
  const takeText = (piece: string) => {
    const innermost = open.at(-1);
    if (innermost !== undefined) innermost.text += piece;
  };
  parser.on('error', ({ message }) => {
    throw at(message.replace(/^[^ ]*\d+:\d+: /, '').replaceAll('"', "'"));
  });
  parser.on('doctype', (declared) => {
    if (declared.includes('[')) throw at('it declares entities or elements of its own, which are not taken');
  });
  parser.on('text', takeText);
  parser.on('cdata', takeText);
  parser.on('opentag', ({ name, attributes }) => {
    if (open.length >= maxDepth) throw new RangeError('nested too deep');
    open.push(openElement(name, attributes, xml));
  });
  parser.on('closetag', () => {
    const element = open.pop();
    if (element === undefined) return;
    const [value, parent] = [closeElement(element, xml), open.at(-1)];
    if (parent === undefined) root = Object.fromEntries([[element.name, value]]);
    else addMember(parent, element.name, value);
  });
  parser.write(text).close();
  return root;
}

/**
 * The same body with a list at a path, whether there are many elements, one, or none within an element that has nothing else. XML does not tell
 * these apart. Where the path leads nowhere the body stays as it is.
 */
export function withListAt(body: JsonValue, path: readonly string[], attributePrefix: string): JsonValue {
  const [name, ...rest] = path;
  if (name === undefined) return Array.isArray(body) ? (body as readonly JsonValue[]) : [body];
  const attributes = attributesOf(body, attributePrefix);
  if (attributes !== undefined && rest.length === 0) return Object.fromEntries([...attributes, [name, []]]);
  if (!isJsonObject(body) || !Object.hasOwn(body, name)) return body;
  const within = withListAt(body[name] ?? null, rest, attributePrefix);
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, key === name ? within : value]));
}

/** The attributes of an element that has nothing else; undefined for others. */
function attributesOf(element: JsonValue, prefix: string): readonly [string, JsonValue][] | undefined {
  if (element === null || (typeof element === 'string' && element.trim() === '')) return [];
  if (!isJsonObject(element)) return undefined;
  const members = Object.entries(element);
  return members.every(([name]) => name.startsWith(prefix)) ? members : undefined;
}
