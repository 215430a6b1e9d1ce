import { isList } from '../../json-text/is-list.js';
import { ofValue, scalarText, ValueRefused, type TransformKind } from './transform-kind.js';

/** A list of texts, numbers and booleans as one text; nulls in it are left out. */
export const join: TransformKind = {
  name: 'join',
  does: 'A list of texts, numbers and booleans as one text; nulls in it are left out.',
  settings: { separator: 'what is put between two entries; may be empty' },
  examples: [{ with: { separator: ' / ' }, value: ['red', null, 5], gives: 'red / 5' }],
  compile: (settings) => {
    const separator = settings.text('separator', { empty: true });
    return ofValue((value) => {
      if (!isList(value)) throw new ValueRefused('a list');
      const parts = value.filter((item) => item !== null).map((item) => scalarText(item));
      if (parts.includes(undefined))
        throw new ValueRefused('a list of texts, booleans and numbers of at most 1,000 digits');
      return parts.join(separator);
    });
  },
};
