import type { JsonValue } from '../json.js';
import { parseJson } from '../json-text/parse-json.js';
import { idText } from './id-text.js';

it.each([
  ['"a"', 'a'],
  ['7', '7'],
  ['0', '0'],
  ['110988663231921363', '110988663231921363'],
  ['1e21', '1000000000000000000000'],
  ['1000000000000000000001', '1000000000000000000001'],
  ['1e131071', null],
  ['""', null],
  ['null', null],
  ['true', null],
  ['{"text":"1"}', null],
  ['[1]', null],
])('%s names the record %s', (text, id) => {
  expect(idText(parseJson(text))).toBe(id);
  expect(idText(undefined as JsonValue | undefined)).toBeNull();
});
