import type { TransformKind } from './transform-kind.js';

/** A value for where there is none; unlike the default of a rule, later transforms see it. */
export const defaultTo: TransformKind = {
  name: 'default',
  settings: ['value'],
  compile: (settings) => {
    const fallback = settings.any('value');
    return (value) => value ?? fallback;
  },
};
