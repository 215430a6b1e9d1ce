import { printable, type ConfigurationPlan } from '@evenkeel/contracts-admin';
import { countText } from './text.js';

type Change = ConfigurationPlan['changes'][number];
type Problem = ConfigurationPlan['problems'][number];

const SIGNS: Readonly<Record<Change['action'], string>> = {
  add: '+',
  change: '~',
  remove: '-',
  adopt: '=',
  release: '=',
};

/** What is told of an action that was done. */
const DONE: Readonly<Record<Change['action'], string>> = {
  add: 'added',
  change: 'changed',
  remove: 'removed',
  adopt: 'taken under management',
  release: 'released from management',
};

const LONGEST_VALUE = 120;

/** What is or would be different, and what follows from it. */
export function describePlan(plan: ConfigurationPlan): readonly string[] {
  const { changes, unchanged, left, notes } = plan;
  return [
    ...changes.flatMap((change) => [...describeChange(change), '']),
    summary(plan),
    ...(changes.length > 0 && unchanged > 0 ? [`${documents(unchanged)} unchanged`] : []),
    ...(left.length === 0
      ? []
      : [
          `no document names ${left.map(({ kind, name }) => `${kind}/${name}`).join(', ')} any more: --prune removes ${left.length === 1 ? 'it' : 'them'}`,
        ]),
    ...describeNotes(notes),
  ].map((line) => printable(line));
}

function summary({ ok, applied, changes, unchanged }: ConfigurationPlan): string {
  if (changes.length === 0)
    return ok
      ? `Nothing to change: ${documents(unchanged)} ${unchanged === 1 ? 'says' : 'say'} what is there`
      : 'Nothing can be applied';
  const actions = [...new Set(changes.map(({ action }) => action))];
  const counts = actions.map(
    (action) => `${changes.filter((each) => each.action === action).length} ${DONE[action]}`,
  );
  return `${applied ? 'Applied' : 'Would be'}: ${counts.join(', ')}`;
}

function documents(count: number): string {
  return `${countText(count)} ${count === 1 ? 'document' : 'documents'}`;
}

function describeChange({
  action,
  kind,
  name,
  origin,
  fields,
  secrets,
  consequences,
}: Change): readonly string[] {
  return [
    `${SIGNS[action]} ${kind}/${name}${origin === null ? '' : `   (${origin})`}`,
    ...fields.map((field) => `    ${describeField(field)}`),
    ...secrets.map((path) => `    ${path}: (secret)`),
    ...consequences.map((says) => `  ! ${says}`),
  ];
}

function describeField({ path, before, after }: Change['fields'][number]): string {
  if (before === undefined) return `${path}: ${valueText(after)}`;
  return `${path}: ${valueText(before)} -> ${after === undefined ? '(gone)' : valueText(after)}`;
}

function valueText(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE)}...`;
}

export function describeProblems(problems: readonly Problem[]): readonly string[] {
  return problems.flatMap(({ origin, kind, name, path, message, remedy }) => {
    const about = kind === null || name === null ? '' : `${kind}/${name}`;
    const place = [origin ?? '', about, path].filter((part) => part !== '').join(' ');
    return [printable(`${place}: ${message}`), printable(`  remedy: ${remedy}`)];
  });
}

export function describeNotes(notes: ConfigurationPlan['notes']): readonly string[] {
  return notes.map(({ origin, path, message }) => `note: ${origin ?? ''} ${path}: ${message}`);
}
