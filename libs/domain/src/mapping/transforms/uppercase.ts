import { ofText, type TransformKind } from './transform-kind.js';

/** Capital letters, by the rules that hold in no language in particular. */
export const uppercase: TransformKind = {
  name: 'uppercase',
  settings: [],
  compile: () => ofText((text) => text.toUpperCase()),
};
