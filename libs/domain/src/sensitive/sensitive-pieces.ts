import type { DeriveRule } from '../derive/derive-rule.js';
import { EVERY, parsePath, type ValuesPath } from '../mapping/path.js';
import { sensitiveSources, type SensitiveFields } from './sensitive-fields.js';

/** What is sensitive of the records of a job. */
export interface SensitiveOfJob {
  /** Of the mapped record. */
  readonly fields: SensitiveFields;
  /** Of the provider's record: what sensitive fields of derived records are made of. */
  readonly pieces: SensitiveFields;
}

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
