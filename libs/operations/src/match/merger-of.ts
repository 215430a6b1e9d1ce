import {
  canonicalText,
  compileRecordCheck,
  mergeFitting,
  mergeProjections,
  type JsonObject,
  type MatchSettings,
  type Projection,
  type RecordCheck,
  type RecordType,
} from '@evenkeel/domain';

/** Makes a record of what each of its sources said last. */
export type RecordMerger = (projections: readonly Projection[]) => JsonObject;

/** Records of several references stay so where their type has no match rules any more. */
const WITHOUT_RULES: MatchSettings = { rules: [] };

/** How records of a type are made of their sources; what they say together is held against its schema. */
export function mergerOf(type: Pick<RecordType, 'schema' | 'match'> | undefined): RecordMerger {
  const settings = type?.match ?? WITHOUT_RULES;
  const schema = type?.schema ?? null;
  if (schema === null) return (projections) => mergeProjections(projections, settings).data;
  let check: RecordCheck | undefined;
  const fits = (data: JsonObject) => {
    check ??= compileRecordCheck(schema);
    return check(canonicalText(data)).length === 0;
  };
  return (projections) => mergeFitting(projections, settings, fits).data;
}
