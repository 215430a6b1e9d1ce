import type { DedupePairView, DedupeRunView } from '@evenkeel/contracts-admin';
import { renderTable, type Column } from './table.js';
import { countText, timeText } from './text.js';

export const DEDUPE_COLUMNS: readonly Column<DedupeRunView>[] = [
  { title: 'run', value: ({ id }) => id },
  { title: 'type', value: ({ recordType }) => recordType, flexible: true },
  { title: 'phase', value: ({ phase }) => phase },
  { title: 'state', value: ({ state }) => state },
  { title: 'compared', value: ({ counts }) => countText(counts.compared), align: 'right' },
  { title: 'merged', value: ({ counts }) => countText(counts.merged), align: 'right' },
  { title: 'requested', value: ({ requestedAt }) => timeText(requestedAt) },
];

const PAIR_COLUMNS: readonly Column<DedupePairView>[] = [
  { title: 'records', value: ({ one, other }) => `${one} ${other}` },
  { title: 'rule', value: ({ rule }) => rule, flexible: true },
  { title: 'score', value: ({ score }) => score.toFixed(2), align: 'right' },
  {
    title: 'why',
    value: ({ why }) => why.map(({ field, by }) => `${field} ${by}`).join(', '),
    flexible: true,
  },
  { title: 'then', value: ({ cause }) => (cause === null ? 'merged' : `asked (${cause})`) },
];

/** What the preview showed and was not merged since. */
export function describePairs(pairs: readonly DedupePairView[]): readonly string[] {
  return pairs.length === 0 ? [] : [...renderTable(PAIR_COLUMNS, pairs), ''];
}

/** The receipt: what was compared is the sum of the rest. */
export function describeDedupe(run: DedupeRunView): readonly string[] {
  const { id, recordType, phase, state, counts, problem } = run;
  const would = phase === 'preview' ? 'would be ' : '';
  const parts = [
    `${countText(counts.unchanged + counts.keptApart)} alone`,
    `${countText(counts.merged)} ${would}merged`,
    `${countText(counts.inReview)} ${would}asked about`,
    ...(counts.moved === 0 ? [] : [`${countText(counts.moved)} moved since the preview`]),
  ];
  const sum = `${countText(counts.compared)} records of type ${recordType} = ${parts.join(' + ')}`;
  return [
    sum,
    ...(counts.keptApart === 0
      ? []
      : [`  ${countText(counts.keptApart)} of those alone were kept apart by a person`]),
    `  run ${id}: ${phase}, ${state}`,
    ...(problem === null ? [] : [`  ${problem}`]),
    ...(state === 'ready' ? [`  to carry it out: evenkeel dedupe ${recordType} --confirm ${id}`] : []),
    ...(state === 'paused' ? [`  to go on: evenkeel dedupe-runs resume ${id}`] : []),
    ...(counts.moved === 0 ? [] : [`  to look at what moved: evenkeel dedupe ${recordType} --preview`]),
    ...(counts.inReview === 0 || phase === 'preview'
      ? []
      : [`  to decide: evenkeel matches list --type ${recordType}`]),
  ];
}
