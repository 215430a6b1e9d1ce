import { printable, type ConflictSummary, type ConflictView } from '@evenkeel/contracts-admin';
import { renderFields, renderTable, type Column } from './table.js';
import { timeText } from './text.js';

export const CONFLICT_COLUMNS: readonly Column<ConflictSummary>[] = [
  { title: 'conflict', value: ({ id }) => id },
  { title: 'job', value: ({ job }) => job.name, flexible: true },
  { title: 'record', value: ({ recordId }) => recordId, align: 'right' },
  { title: 'external id', value: ({ externalId }) => externalId ?? '-', flexible: true },
  { title: 'kind', value: ({ kind }) => words(kind) },
  { title: 'fields', value: ({ paths }) => paths.join(' '), flexible: true },
  { title: 'state', value: stateText },
  { title: 'since', value: ({ openedAt }) => timeText(openedAt) },
];

/** A decision that no run has carried out yet is not over. */
function stateText({ state, isCarriedOut }: ConflictSummary): string {
  return state === 'resolved' && !isCarriedOut ? 'decided, waits for a run' : state;
}

type Field = ConflictView['fields'][number];

const FIELD_COLUMNS: readonly Column<Field>[] = [
  { title: 'field', value: ({ path }) => (path === '$' ? 'the record' : path) },
  {
    title: 'base',
    value: ({ base, isBaseKnown }) => (isBaseKnown ? valueText(base) : 'not known'),
    flexible: true,
  },
  { title: 'local', value: ({ local }) => valueText(local), flexible: true },
  { title: 'remote', value: ({ remote }) => valueText(remote), flexible: true },
];

function valueText(side: Field['local']): string {
  return side === null ? '(nothing)' : JSON.stringify(side.value);
}

/** Side by side, with what may be done about it. */
export function describeConflict(conflict: ConflictView, columns?: number): readonly string[] {
  const { id, job, recordType, recordId, connection, stream, externalId, kind, revision, policy } = conflict;
  return [
    ...renderFields([
      ['conflict', id],
      ['job', job.name],
      ['record', `${recordId} (${recordType})`],
      ['provider', printable(`${externalId ?? '-'} in ${connection}/${stream}`)],
      ['kind', words(kind)],
      ['left open by', policy],
      ['state', stateText(conflict)],
      ['revision', String(revision)],
    ]),
    '',
    ...renderTable(FIELD_COLUMNS, conflict.fields, columns),
    ...(conflict.proposal === null ? [] : ['', `proposed: ${printable(JSON.stringify(conflict.proposal))}`]),
    ...describeDecision(conflict),
    '',
    'what happened',
    ...conflict.history.map(describeEvent),
    ...nextCommands(conflict),
  ];
}

function describeDecision({ decision }: ConflictView): readonly string[] {
  if (decision === null) return [];
  const { by, reason, at, fields } = decision;
  return [
    '',
    printable(`decided by ${by}, ${timeText(at)}${reason === null ? '' : `: ${reason}`}`),
    ...Object.entries(fields).map(([path, choice]) =>
      printable(`  ${path}: ${typeof choice === 'string' ? choice : JSON.stringify(choice.value)}`),
    ),
  ];
}

function describeEvent({ kind, at, by, reason }: ConflictView['history'][number]): string {
  const who = by === null ? '' : ` by ${by}`;
  return printable(`  ${timeText(at)}  ${words(kind)}${who}${reason === null ? '' : `: ${reason}`}`);
}

function nextCommands({ id, state, decision, job, isCarriedOut }: ConflictView): readonly string[] {
  if (state === 'open' || state === 'proposing')
    return [
      '',
      `evenkeel conflicts resolve ${id} --take local|remote|base`,
      `evenkeel conflicts resolve ${id} --field FIELD=local --value FIELD:=JSON`,
    ];
  if (state !== 'resolved' || decision === null) return [];
  return ['', ...(isCarriedOut ? [] : [`evenkeel run ${job.name}`]), `evenkeel conflicts undo ${id}`];
}

function words(name: string): string {
  return name.replaceAll('_', ' ');
}
