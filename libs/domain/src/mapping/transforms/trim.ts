import { ofText, type TransformKind } from './transform-kind.js';

/** Takes white space off both ends. */
export const trim: TransformKind = {
  name: 'trim',
  does: 'Takes white space off both ends of a text.',
  settings: {},
  examples: [{ value: '  Ada ', gives: 'Ada' }],
  compile: () => ofText((text) => text.trim()),
};
