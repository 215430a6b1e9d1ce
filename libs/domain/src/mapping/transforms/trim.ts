import { ofText, type TransformKind } from './transform-kind.js';

/** Takes white space off both ends. */
export const trim: TransformKind = {
  name: 'trim',
  settings: [],
  compile: () => ofText((text) => text.trim()),
};
