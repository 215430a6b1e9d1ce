import { canonicalText } from '../json-text/canonical-text.js';
import { parseJson } from '../json-text/parse-json.js';
import type { MappingRule } from '../mapping/mapping-rule.js';
import { parsePath, parseValuesPath } from '../mapping/path.js';
import { MASKED, maskValues } from '../sensitive/replace-values.js';
import { isSensitive, sensitiveSources, type SensitiveFields } from '../sensitive/sensitive-fields.js';
import type { MappingTest, TestedField } from './compile-mapping-test.js';

/** What a mapping makes of a record of the provider, with what is sensitive of it masked. */
export function maskMappingTest(
  test: MappingTest,
  mapping: readonly MappingRule[],
  sensitive: SensitiveFields,
): MappingTest {
  if (sensitive.length === 0) return test;
  const sources = sensitiveSources(mapping, sensitive);
  const { before, afterText, fields } = test;
  return {
    ...test,
    before: maskValues(before, sources),
    afterText: afterText === null ? null : canonicalText(maskValues(parseJson(afterText), sensitive)),
    fields: fields.map((field) => ({
      ...field,
      ...masked(field, 'before', isSensitive(parseValuesPath(field.source), sources)),
      ...masked(field, 'after', isSensitive(parsePath(field.target), sensitive)),
    })),
  };
}

function masked(
  field: TestedField,
  side: 'before' | 'after',
  isMasked: boolean,
): Partial<Pick<TestedField, 'before' | 'after'>> {
  return isMasked && field[side] !== undefined && field[side] !== null ? { [side]: MASKED } : {};
}
