import type { CallOf } from '@evenkeel/contracts-admin';
import { Option, type Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { readDocuments } from '../configuration/read-documents.js';
import { writeYaml } from '../configuration/write-yaml.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { describeNotes, describePlan, describeProblems } from '../show/configuration.js';
import { countText } from '../show/text.js';

interface ApplyOptions {
  readonly set?: string;
  readonly prune?: boolean;
  readonly force?: boolean;
}

/** All three operations take the same. */
type ConfigurationRequest = Pick<CallOf<'applyConfiguration'>, 'documents' | 'set' | 'prune' | 'force'>;

const PATHS = [
  '<path...>',
  'files or folders with documents (*.yaml, *.yml, *.json), or - for stdin',
] as const;
const KINDS = ['Connection', 'RecordType', 'Job', 'Group', 'NotificationChannel'];

/** `export`, `validate`, `diff` and `apply`. */
export function addConfigurationCommands(program: Command, surroundings: CliSurroundings): void {
  program
    .command('export')
    .summary('Write what is set up as YAML documents')
    .description(
      'Write connections, record types, jobs, groups and notification channels as YAML documents. Applied as they are they change nothing; secrets are never among them.',
    )
    .addOption(new Option('--kind <kind>', 'only documents of this kind').choices(KINDS))
    .option('--set <name>', 'only what this set manages')
    .action(action(surroundings, exportConfiguration));
  addTerms(
    program
      .command('validate')
      .summary('Tell everything that is wrong with documents')
      .description(
        'Tell everything that is wrong with documents, held against what is there; nothing is changed',
      ),
  ).action(action(surroundings, validateConfiguration));
  addTerms(
    program
      .command('diff')
      .summary('Tell what applying documents would change')
      .description('Tell what applying documents would change, and what follows from it; nothing is changed'),
  )
    .option('--exit-code', 'end with 1 where something would be changed, for CI')
    .action(action(surroundings, diffConfiguration));
  addTerms(
    program
      .command('apply')
      .summary('Make what is set up what documents say')
      .description(
        'Make what is there what documents say: all of it or nothing. Applied again it changes nothing. With --set they manage it: other edits are refused.',
      ),
  )
    .option('--dry-run', 'only tell what would be changed, as diff does')
    .action(action(surroundings, applyConfiguration));
}

function addTerms(command: Command): Command {
  return command
    .argument(...PATHS)
    .option('--set <name>', 'the set to which the documents belong: what they name is managed by it')
    .option('--prune', 'with --set: remove what the set holds and no document names any more')
    .option(
      '--force',
      'change also what another set manages; without --set what they name is managed no longer',
    );
}

async function exportConfiguration(
  context: CommandContext,
  query: CallOf<'exportConfiguration'>,
): Promise<void> {
  const { kind, set } = query;
  const exported = await context.api.call('exportConfiguration', { kind, set });
  show(context, exported, ({ documents }) =>
    documents.length === 0 ? ['# nothing is set up'] : writeYaml(documents).trimEnd().split('\n'),
  );
}

async function requestOf(
  { terminal }: CommandContext,
  paths: readonly string[],
  { set, prune = false, force = false }: ApplyOptions,
): Promise<ConfigurationRequest> {
  return { documents: [...(await readDocuments(paths, terminal))], set: set ?? null, prune, force };
}

async function validateConfiguration(
  context: CommandContext,
  paths: readonly string[],
  options: ApplyOptions,
): Promise<ExitCode> {
  const told = await context.api.call('validateConfiguration', await requestOf(context, paths, options));
  show(context, told, ({ ok, documents, problems, notes }) => [
    ...describeProblems(problems),
    ok
      ? `Nothing is wrong with ${countText(documents)} ${documents === 1 ? 'document' : 'documents'}`
      : `${countText(problems.length)} ${problems.length === 1 ? 'problem' : 'problems'} in ${countText(documents)} ${documents === 1 ? 'document' : 'documents'}`,
    ...describeNotes(notes),
  ]);
  return told.ok ? EXIT.ok : EXIT.failed;
}

async function diffConfiguration(
  context: CommandContext,
  paths: readonly string[],
  { exitCode = false, ...options }: ApplyOptions & { readonly exitCode?: boolean },
): Promise<ExitCode> {
  const plan = await context.api.call('diffConfiguration', await requestOf(context, paths, options));
  show(context, plan, (told) => [...describePlan(told), ...describeProblems(told.problems)]);
  if (!plan.ok) return EXIT.failed;
  return exitCode && plan.changes.length > 0 ? EXIT.failed : EXIT.ok;
}

async function applyConfiguration(
  context: CommandContext,
  paths: readonly string[],
  { dryRun = false, ...options }: ApplyOptions & { readonly dryRun?: boolean },
): Promise<ExitCode> {
  if (dryRun) return diffConfiguration(context, paths, options);
  const plan = await context.api.call('applyConfiguration', await requestOf(context, paths, options));
  show(context, plan, describePlan);
  return EXIT.ok;
}
