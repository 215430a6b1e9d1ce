import {
  printable,
  type MappingTestView,
  type TestedFieldView,
  type TestedRecordView,
} from '@evenkeel/contracts-admin';
import { countText } from './text.js';

/** A longer value is cut: `--json` has it whole. */
const LONGEST = 60;

/** Field by field what each record was and what it becomes, each refusal, and a last line that says it all. */
export function describeMappingTest({ records }: MappingTestView): readonly string[] {
  const rejected = records.filter(({ outcome }) => outcome === 'rejected').length;
  const all = `${countText(records.length)} ${records.length === 1 ? 'record' : 'records'}`;
  if (records.length === 0) return ['The provider has listed no record'];
  return [
    ...records.flatMap((record, at) => [...describeRecord(record, at), '']),
    rejected === 0
      ? `${all}, and none would be rejected`
      : `${countText(rejected)} of ${all} would be rejected`,
  ];
}

const SAYS: Readonly<Record<TestedRecordView['outcome'], string>> = {
  mapped: 'is mapped',
  excluded: 'is left out by the filter',
  rejected: 'would be rejected',
  unmapped: 'is not mapped: the provider gives only its id, or says that it is gone',
};

function describeRecord(
  { externalId, outcome, before, after, fields, problem }: TestedRecordView,
  at: number,
): readonly string[] {
  const title = `record ${at + 1}${externalId === null ? '' : ` (${printable(externalId)})`} ${SAYS[outcome]}`;
  const isTold = fields.some((field) => field.problem?.message === problem?.message);
  return [
    title,
    ...fields.map(describeField),
    ...(fields.length === 0 && outcome === 'mapped' ? [`  ${valueText(before)} -> ${valueText(after)}`] : []),
    ...(problem === null || isTold ? [] : [`  ${printable(problem.message)} (${problem.code})`]),
    ...(problem === null ? [] : [`  remedy: ${problem.remedy}`]),
  ];
}

function describeField({ source, target, before, after, problem }: TestedFieldView): string {
  const from = `  ${printable(source)} ${valueText(before)}`;
  if (problem !== null) return `${from} -> REFUSED ${printable(problem.message)} (${problem.code})`;
  return `${from} -> ${printable(target)} ${valueText(after)}`;
}

function valueText(value: unknown): string {
  if (value === undefined) return '(none)';
  const text = printable(JSON.stringify(value));
  return text.length > LONGEST ? `${text.slice(0, LONGEST)} ...` : text;
}
