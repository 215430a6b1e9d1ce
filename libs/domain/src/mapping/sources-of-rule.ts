import { findKind } from './compile-rule.js';
import type { MappingRule } from './mapping-rule.js';
import { parseValuesPath, type ValuesPath } from './path.js';

/** Where in the provider's record a rule that goes in reads: its source, and what its transforms take besides. */
export function sourcesOfRule({ source, transforms = [] }: MappingRule): readonly ValuesPath[] {
  const besides = transforms.flatMap((spec) => {
    const { kind, settings } = findKind(spec);
    return kind.reads?.(settings) ?? [];
  });
  return [source, ...besides].map(parseValuesPath);
}
