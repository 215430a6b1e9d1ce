import { ofText, type TransformKind } from './transform-kind.js';

/** Small letters, by the rules that hold in no language in particular. */
export const lowercase: TransformKind = {
  name: 'lowercase',
  settings: [],
  compile: () => ofText((text) => text.toLowerCase()),
};
