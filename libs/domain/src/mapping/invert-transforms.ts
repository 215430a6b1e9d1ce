import { findKind } from './compile-rule.js';
import { InvalidMapping, inSetting } from './invalid-mapping.js';
import type { KnownClass } from './transforms/transform-kind.js';
import type { TransformSpec } from './transforms/transform.js';

/**
 * What leads back from what the transforms make, exactly, for each value that they take. Throws InvalidMapping that names the first
 * of them that cannot be undone, and why.
 */
export function invertTransforms(transforms: readonly TransformSpec[]): readonly TransformSpec[] {
  let given: KnownClass;
  let back: readonly TransformSpec[] = [];
  transforms.forEach((spec, index) =>
    inSetting(`transforms[${index}]`, () => {
      const { kind, settings } = findKind(spec);
      const inverse = kind.invert?.(settings, given) ?? "several of the provider's values become one";
      if (typeof inverse === 'string')
        throw new InvalidMapping(
          `${kind.name} cannot be undone: ${inverse}; say in outTransforms what goes out, or give the rule the direction in`,
        );
      given = inverse.gives;
      back = [...inverse.transforms, ...back];
    }),
  );
  return back;
}
