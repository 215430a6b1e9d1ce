import { ofText, type TransformKind } from './transform-kind.js';

/** Small letters, by the rules that hold in no language in particular. */
export const lowercase: TransformKind = {
  name: 'lowercase',
  does: 'A text in small letters, by the rules of no language in particular.',
  settings: {},
  examples: [{ value: 'Ada@Example.COM', gives: 'ada@example.com' }],
  compile: () => ofText((text) => text.toLowerCase()),
};
