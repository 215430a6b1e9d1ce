import {
  looksSealed,
  openValues,
  parseJson,
  sealValues,
  sensitiveSources,
  type JsonValue,
  type MappingRule,
  type SensitiveFields,
  type SensitiveOfJob,
  type ValueBox,
} from '@evenkeel/domain';

/** The sensitive fields of a job's records, and what is done with them where a record is kept for a replay. */
export interface SensitiveValues {
  /** Of the mapped record. */
  readonly fields: SensitiveFields;
  /** JSON text of a record of the provider, sealed. */
  readonly sealRaw: (text: string) => string;
  /** The same of a mapped one. */
  readonly sealMapped: (text: string) => string;
  /** The provider's record that was kept. Throws `config.sealed_with_other_key`. */
  readonly open: (kept: JsonValue) => JsonValue;
}

export function sensitiveValues(
  mapping: readonly MappingRule[],
  { fields, pieces }: SensitiveOfJob,
  box: ValueBox,
): SensitiveValues {
  const sources = [...sensitiveSources(mapping, fields), ...pieces];
  // Without a mapping the mapped record is the provider's.
  const mapped = mapping.length === 0 ? sources : fields;
  const seal = (text: string, at: SensitiveFields) =>
    at.length === 0 && !looksSealed(text) ? text : JSON.stringify(sealValues(parseJson(text), at, box));
  return {
    fields,
    sealRaw: (text) => seal(text, sources),
    sealMapped: (text) => seal(text, mapped),
    open: (kept) => openValues(kept, box),
  };
}
