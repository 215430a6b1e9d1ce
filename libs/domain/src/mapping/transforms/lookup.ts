import type { JsonValue } from '../../json.js';
import { ofValue, scalarText, ValueRefused, type TransformKind } from './transform-kind.js';

/** Another value from a table; `otherwise` for what is not in it, without which it is refused. */
export const lookup: TransformKind = {
  name: 'lookup',
  settings: ['table', 'otherwise'],
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
