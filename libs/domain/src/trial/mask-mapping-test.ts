import { canonicalText } from '../json-text/canonical-text.js';
import { parseJson } from '../json-text/parse-json.js';
import type { MappingRule } from '../mapping/mapping-rule.js';
import { parsePath, parseValuesPath } from '../mapping/path.js';
import { MASKED, maskValues } from '../sensitive/replace-values.js';
import { isSensitive, sensitiveSources } from '../sensitive/sensitive-fields.js';
import type { SensitiveOfJob } from '../sensitive/sensitive-pieces.js';
import type { MappingTest, TestedField } from './compile-mapping-test.js';

/** What a mapping makes of a record of the provider, with what is sensitive of it masked. */
export function maskMappingTest(
  test: MappingTest,
  mapping: readonly MappingRule[],
  { fields: declared, pieces }: SensitiveOfJob,
): MappingTest {
  if (declared.length + pieces.length === 0) return test;
  const sources = [...sensitiveSources(mapping, declared), ...pieces];
  // Without a mapping the mapped record is the provider's.
  const sensitive = mapping.length === 0 ? sources : declared;
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
