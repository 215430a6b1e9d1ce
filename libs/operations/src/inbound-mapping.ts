import {
  compileFields,
  compileMapping,
  compilePruning,
  type CompiledMapping,
  type JobDefinition,
  type KeyedHash,
  type RecordType,
} from '@evenkeel/domain';

/** What the fields of a job leave of a provider's record, mapped, and what its policy leaves of that. */
export function inboundMapping(
  { fields, mapping, schemaPolicy }: Pick<JobDefinition, 'fields' | 'mapping' | 'schemaPolicy'>,
  type: RecordType | undefined,
  { hash }: { readonly hash: KeyedHash },
): CompiledMapping {
  const select = compileFields(fields);
  const map = compileMapping(mapping, { hash });
  if (schemaPolicy !== 'ignore' || !type?.schema) return (data) => map(select(data));
  const prune = compilePruning(type.schema);
  return (data) => prune(map(select(data)));
}
