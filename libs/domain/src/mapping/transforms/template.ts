import type { JsonObject, JsonValue } from '../../json.js';
import { InvalidMapping } from '../invalid-mapping.js';
import { compileReader, parsePath } from '../path.js';
import { castsBackTo } from './casts-back-to.js';
import { scalarText, ValueRefused, type Transform, type TransformKind } from './transform-kind.js';

/** What a piece of the template puts into the text: undefined where it found no value. */
type Piece = (value: JsonValue | undefined, record: JsonObject) => string | undefined;

/**
 * Text with values in it: `{first} {last}` takes fields of the provider's record, `{}` the value so far; `{{` and `}}`
 * are braces. A missing value leaves its place empty; when all are missing there is no value.
 */
export const template: TransformKind = {
  name: 'template',
  does: "A text with values in it: `{first}` is a field of the provider's record, `{}` the value so far, `{{` and `}}` are braces. A missing value leaves its place empty; where all are missing there is no value.",
  settings: { template: 'the text' },
  examples: [
    {
      with: { template: '{first} {last}' },
      value: null,
      record: { first: 'Ada', last: 'Lovelace' },
      gives: 'Ada Lovelace',
    },
    { with: { template: 'https://shop.example/{}' }, value: 'cus_1', gives: 'https://shop.example/cus_1' },
  ],
  reads: (settings) => parse(settings.text('template')).paths.filter((path) => path !== ''),
  compile: (settings) => compileTemplate(settings.text('template')),
  invert: (settings, given) => {
    const { literals, paths } = parse(settings.text('template'));
    if (paths.length !== 1 || paths[0] !== '')
      return 'only what has one place, for the value so far, can be read back';
    if (given === undefined)
      return 'it takes numbers and booleans for texts; put a cast to string before it that says `from`';
    const [before = '', after = ''] = literals;
    return { transforms: [{ name: 'unwrap', before, after }, ...castsBackTo(given)], gives: 'string' };
  },
};

function compileTemplate(text: string): Transform {
  const { literals, paths } = parse(text);
  const pieces = paths.map(compilePiece);
  return (value, record) => {
    const found = pieces.map((piece) => piece(value, record));
    if (found.length > 0 && found.every((part) => part === undefined)) return null;
    return literals.map((literal, index) => literal + (found[index] ?? '')).join('');
  };
}

/** A doubled brace, the place of a value, or a letter. */
const TOKEN = /\{\{|\}\}|\{([^}]*)\}|./gs;

/** One literal before each piece and one after the last. */
function parse(text: string): { literals: string[]; paths: string[] } {
  const paths: string[] = [];
  const literals: string[] = [];
  let literal = '';
  for (const [token, path] of text.matchAll(TOKEN)) {
    if (path !== undefined) {
      paths.push(path);
      literals.push(literal);
      literal = '';
    } else if (token === '{') {
      throw new InvalidMapping('has an opening brace without a closing one', 'template');
    } else if (token === '}') {
      throw new InvalidMapping(
        'has a closing brace without an opening one; write }} for a brace',
        'template',
      );
    } else {
      literal += token.charAt(0);
    }
  }
  return { literals: [...literals, literal], paths };
}

function compilePiece(path: string): Piece {
  const read = path === '' ? undefined : compileReader(parsePath(path));
  return (value, record) => {
    const found = read === undefined ? value : read(record);
    if (found === undefined || found === null) return undefined;
    const text = scalarText(found);
    if (text === undefined)
      throw new ValueRefused('texts, booleans and numbers of at most 1,000 digits in a template');
    return text;
  };
}
