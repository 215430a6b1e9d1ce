import type { JsonObject, JsonValue } from '../../json.js';
import { InvalidMapping } from '../invalid-mapping.js';
import { compileReader, parsePath } from '../path.js';
import { scalarText, ValueRefused, type Transform, type TransformKind } from './transform-kind.js';

/** What a piece of the template puts into the text: undefined where it found no value. */
type Piece = (value: JsonValue | undefined, record: JsonObject) => string | undefined;

/**
 * Text with values in it: `{first} {last}` takes fields of the provider's record, `{}` the value so far; `{{` and `}}`
 * are braces. A missing value leaves its place empty; when all are missing there is no value.
 */
export const template: TransformKind = {
  name: 'template',
  settings: ['template'],
  compile: (settings) => compileTemplate(settings.text('template')),
};

function compileTemplate(text: string): Transform {
  const { literals, pieces } = parse(text);
  return (value, record) => {
    const found = pieces.map((piece) => piece(value, record));
    if (found.length > 0 && found.every((part) => part === undefined)) return null;
    return literals.map((literal, index) => literal + (found[index] ?? '')).join('');
  };
}

/** One literal before each piece and one after the last. */
function parse(text: string): { literals: string[]; pieces: Piece[] } {
  const pieces: Piece[] = [];
  const literals: string[] = [];
  let literal = '';
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charAt(at);
    if ((letter === '{' || letter === '}') && text[at + 1] === letter) {
      literal += letter;
      at += 1;
    } else if (letter === '{') {
      const end = text.indexOf('}', at);
      if (end === -1) throw new InvalidMapping('has an opening brace without a closing one', 'template');
      pieces.push(compilePiece(text.slice(at + 1, end)));
      literals.push(literal);
      literal = '';
      at = end;
    } else if (letter === '}') {
      throw new InvalidMapping(
        'has a closing brace without an opening one; write }} for a brace',
        'template',
      );
    } else {
      literal += letter;
    }
  }
  return { literals: [...literals, literal], pieces };
}

function compilePiece(path: string): Piece {
  const read = path === '' ? undefined : compileReader(parsePath(path));
  return (value, record) => {
    const found = read === undefined ? value : read(record);
    if (found === undefined || found === null) return undefined;
    const text = scalarText(found);
    if (text === undefined) throw new ValueRefused('texts, booleans and numbers up to 2^53 in a template');
    return text;
  };
}
