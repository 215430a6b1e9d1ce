import type { DeriveRule } from '../derive/derive-rule.js';
import { EVERY, parsePath, type ValuesPath } from '../mapping/path.js';
import { sensitiveSources, type SensitiveFields } from './sensitive-fields.js';

/** The sensitive fields of derived records in the provider's record that they are made of. */
export function sensitivePieces(
  rules: readonly DeriveRule[],
  sensitiveOf: (recordType: string) => SensitiveFields,
): SensitiveFields {
  return rules.flatMap(({ at = '$', each, mapping = [], recordType }) => {
    const piece: ValuesPath = each === undefined ? parsePath(at) : [...parsePath(each), EVERY];
    return sensitiveSources(mapping, sensitiveOf(recordType)).map((field) => [...piece, ...field]);
  });
}
