import { ofText, type TransformKind } from './transform-kind.js';

/** Capital letters, by the rules that hold in no language in particular. */
export const uppercase: TransformKind = {
  name: 'uppercase',
  does: 'A text in capitals, by the rules of no language in particular.',
  settings: {},
  examples: [{ value: 'de', gives: 'DE' }],
  compile: () => ofText((text) => text.toUpperCase()),
};
