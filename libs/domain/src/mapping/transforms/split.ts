import { ofText, type TransformKind } from './transform-kind.js';

/** A text as a list; the empty text is the empty list. */
export const split: TransformKind = {
  name: 'split',
  does: 'A text as a list; the empty text is the empty list.',
  settings: {
    separator: 'what stands between two entries',
    trim: 'takes white space off each entry; left out: it stays',
  },
  examples: [{ with: { separator: ',', trim: true }, value: 'red, green', gives: ['red', 'green'] }],
  compile: (settings) => {
    const separator = settings.text('separator');
    const trims = settings.flag('trim');
    return ofText((text) => {
      if (text === '') return [];
      const parts = text.split(separator);
      return trims ? parts.map((part) => part.trim()) : parts;
    });
  },
  invert: (settings) =>
    settings.flag('trim')
      ? 'white space that is taken off cannot be put back'
      : { transforms: [{ name: 'join', separator: settings.text('separator') }], gives: undefined },
};
