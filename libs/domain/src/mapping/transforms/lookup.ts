import type { JsonValue } from '../../json.js';
import { ofValue, scalarText, ValueRefused, type TransformKind } from './transform-kind.js';

/** Another value from a table; `otherwise` for what is not in it, without which it is refused. */
export const lookup: TransformKind = {
  name: 'lookup',
  does: 'Another value from a table. What is not in it is refused, unless `otherwise` says what it becomes.',
  settings: {
    table: 'an object: text found -> value to use',
    otherwise: 'for what the table does not list; may be null',
  },
  examples: [{ with: { table: { M: 'male', F: 'female' }, otherwise: null }, value: 'F', gives: 'female' }],
  compile: (settings) => {
    const table = new Map<string | undefined, JsonValue>(Object.entries(settings.table('table')));
    const otherwise = settings.has('otherwise') ? settings.any('otherwise') : undefined;
    return ofValue((value) => {
      const text = scalarText(value);
      const found = table.has(text) ? table.get(text) : otherwise;
      if (found === undefined) throw new ValueRefused('a value that the table lists');
      return found;
    });
  },
};
