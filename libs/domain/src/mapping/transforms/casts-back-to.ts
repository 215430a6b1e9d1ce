import type { KnownClass } from './transform-kind.js';
import type { TransformSpec } from './transform.js';

/** What makes a value of a class again of its text. */
export function castsBackTo(known: KnownClass): readonly TransformSpec[] {
  if (known === undefined || known === 'string') return [];
  return [{ name: 'cast', to: known === 'boolean' ? 'boolean' : 'number', from: 'string' }];
}
