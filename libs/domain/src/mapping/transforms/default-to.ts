import type { TransformKind } from './transform-kind.js';

/** A value for where there is none; unlike the default of a rule, later transforms see it. */
export const defaultTo: TransformKind = {
  name: 'default',
  does: 'A value for where there is none. Unlike the `default` of a rule, later transforms see it.',
  settings: { value: 'any JSON value' },
  examples: [{ with: { value: 'unknown' }, value: null, gives: 'unknown' }],
  compile: (settings) => {
    const fallback = settings.any('value');
    return (value) => value ?? fallback;
  },
};
