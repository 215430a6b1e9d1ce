import type { CallOf, ConflictView, ResolvedConflicts } from '@evenkeel/contracts-admin';
import { Option, type Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { UsageFailure } from '../failure.js';
import { countText } from '../show/text.js';
import { addFilterOptions, type FilterOptions } from './conflict-filter.js';
import { wholeNumber } from './list-options.js';
import { readField, type FieldValue } from './read-field.js';

const SIDES = ['local', 'remote', 'base'] as const;
type Side = (typeof SIDES)[number];
type Rule = Pick<CallOf<'resolveConflict'>, 'fields' | 'others' | 'reason'>;

interface ResolveOptions extends Omit<FilterOptions, 'field'> {
  readonly contested?: string;
  readonly take?: Side;
  readonly field?: readonly string[];
  readonly value?: readonly string[];
  readonly reason?: string;
  readonly revision?: number;
  readonly preview?: boolean;
}

export function addResolveCommand(conflicts: Command, surroundings: CliSurroundings): void {
  addFilterOptions(
    conflicts
      .command('resolve')
      .description('Decide a conflict, or with a filter many at once; a run of the job carries it out')
      .argument('[conflict]', 'id of the conflict; left out: all open ones that the filter finds'),
  )
    .option('--contested <field>', 'only those in which this field is contested')
    .addOption(
      new Option('--take <side>', 'for all fields that are not named: what both sides are to have').choices(
        SIDES,
      ),
    )
    .option('--field <field=side>', 'for this field: local, remote or base, as in `city=local`', collect)
    .option(
      '--value <field=text>',
      'for this field another value: `city=Ulm` is text, `age:=7` is JSON',
      collect,
    )
    .option('--reason <text>', 'why, for those who look later')
    .option('--preview', 'tell what would be decided of those that the filter finds')
    .option(
      '--revision <n>',
      'as it was shown, or as the preview told it: refuse if that has changed',
      wholeNumber,
    )
    .action(action(surroundings, resolve));
}

/** An option that may be given more than once. */
function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

async function resolve(
  context: CommandContext,
  id: string | undefined,
  options: ResolveOptions,
): Promise<void> {
  const rule = ruleOf(options);
  if (id === undefined) return resolveMany(context, rule, options);
  if (options.preview === true)
    throw new UsageFailure(
      'A preview is of many conflicts',
      `\`evenkeel conflicts show ${id}\` shows what there is to decide.`,
    );
  const { revision } = options;
  const decided = await context.api.call('resolveConflict', { conflict: id, ...rule }, { revision });
  show(context, decided, describeDecided);
}

function ruleOf({ take, field = [], value = [], reason }: ResolveOptions): Rule {
  const fields: NonNullable<Rule['fields']> = Object.fromEntries<Side | { value: FieldValue }>([
    ...field.map(readSide),
    ...value.map(readValue),
  ]);
  if (take === undefined && Object.keys(fields).length === 0)
    throw new UsageFailure(
      'It says not what is to be decided',
      'Give --take local|remote|base, --field FIELD=SIDE or --value FIELD:=JSON.',
    );
  return { fields, others: take, reason };
}

function readSide(text: string): [string, Side] {
  const at = text.lastIndexOf('=');
  const side = SIDES.find((each) => each === text.slice(at + 1));
  if (at < 1 || side === undefined)
    throw new UsageFailure(
      `"${text}" names no side`,
      'Write FIELD=local, FIELD=remote or FIELD=base; another value is given with --value.',
    );
  return [text.slice(0, at), side];
}

function readValue(text: string): [string, { value: FieldValue }] {
  const [field, value] = readField(text);
  return [field, { value }];
}

function describeDecided({ recordId, job, id }: ConflictView): readonly string[] {
  return [
    `Decided: the conflict of record ${recordId}`,
    `  the next run carries it out: evenkeel run ${job.name}`,
    `  to take it back: evenkeel conflicts undo ${id}`,
  ];
}

async function resolveMany(context: CommandContext, rule: Rule, options: ResolveOptions): Promise<void> {
  const { job, type, record, kind, since, contested, revision, preview } = options;
  const filter = { job, type, record, kind, since, field: contested };
  if (Object.values(filter).every((each) => each === undefined))
    throw new UsageFailure(
      'It says not which conflicts',
      'Give the id of one, or a filter: --job, --type, --record, --kind, --contested or --since.',
    );
  if (preview !== true && revision === undefined)
    throw new UsageFailure(
      'Many conflicts are decided only after a preview of the same rule',
      'Say it with --preview first: that tells the --revision to decide them with.',
    );
  const request = { ...filter, ...rule, preview: preview === true };
  const answer = await context.api.call('resolveConflicts', request, { revision });
  show(context, answer, describeMany);
}

function describeMany({
  preview,
  found,
  decided,
  left,
  more,
  revision,
  examples,
}: ResolvedConflicts): readonly string[] {
  if (found === 0) return ['No open conflict is found by it'];
  const verb = preview ? 'Would decide' : 'Decided';
  const open = examples.filter(({ problem }) => problem !== null);
  return [
    `${verb} ${countText(decided)} of ${countText(found)} conflicts${left === 0 ? '' : `; ${countText(left)} stay open`}`,
    ...open.map(({ conflict, problem }) => `  ${conflict.id} (record ${conflict.recordId}): ${problem}`),
    ...(more ? ['There are more: say it again when these are decided'] : []),
    ...(preview
      ? [`To decide them: the same with --revision ${revision} in place of --preview`]
      : ['The next run of each job carries them out']),
  ];
}
