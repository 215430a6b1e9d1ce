import { printable, type CallOf, type ModelCheckView, type ModelView } from '@evenkeel/contracts-admin';
import type { Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { UsageFailure } from '../failure.js';
import { readText } from '../read-json.js';
import { renderFields } from '../show/table.js';
import { countText, timeText } from '../show/text.js';
import { wholeNumber } from './list-options.js';

interface RevisionOptions {
  readonly revision?: number;
}
interface SetOptions extends RevisionOptions {
  readonly baseUrl?: string;
  readonly name?: string;
  readonly keyFile?: string;
  /** False: `--no-key`. */
  readonly key?: false;
  readonly timeout?: number;
  readonly callsPerDay?: number;
  readonly tokensPerDay?: number;
  readonly callsPerRun?: number;
  readonly tokensPerRun?: number;
}

const REVISION = ['--revision <n>', 'refuse if somebody has set it since this revision'] as const;

export function addModelCommands(program: Command, surroundings: CliSurroundings): void {
  const models = program
    .command('models')
    .summary('Name the language model that is asked about conflicts')
    .description('The model that is asked where the conflict policy of a job names the strategy ai');
  models
    .command('set')
    .description('Name the model, or change what is said of it; what is left out stays. Nothing is called.')
    .option(
      '--base-url <url>',
      'of a server that answers chat completions as OpenAI does: https://api.openai.com/v1',
    )
    .option('--name <model>', 'the model, as its server calls it')
    .option('--key-file <file>', 'a file that holds the key, or - for stdin; it is encrypted and never shown')
    .option('--no-key', 'send no key')
    .option('--timeout <seconds>', 'how long one call may take (60)', wholeNumber)
    .option('--calls-per-day <n>', 'calls at most from midnight to midnight, UTC (1000)', wholeNumber)
    .option('--tokens-per-day <n>', 'tokens at most in that time (1000000)', wholeNumber)
    .option('--calls-per-run <n>', 'calls at most about the conflicts of one run (100)', wholeNumber)
    .option('--tokens-per-run <n>', 'tokens at most about these (100000)', wholeNumber)
    .option(...REVISION, wholeNumber)
    .action(action(surroundings, setModel));
  models
    .command('show')
    .description('Show the model, without its key, and what it was asked today')
    .action(action(surroundings, showModel));
  models
    .command('check')
    .description(
      'Ask the model one small question: whether its server answers, knows it, and gives what is asked for',
    )
    .action(action(surroundings, checkModel));
  models
    .command('remove')
    .description('Forget the model and its key: conflicts are left to people')
    .option(...REVISION, wholeNumber)
    .action(action(surroundings, removeModel));
}

async function setModel(context: CommandContext, options: SetOptions): Promise<void> {
  const { revision, ...given } = options;
  const wanted = await readWanted(context, given);
  if (Object.keys(wanted).length === 0)
    throw new UsageFailure(
      'Nothing is said of the model',
      'Give --base-url URL and --name MODEL the first time; later only what is to change.',
    );
  const model = await context.api.call('setModel', wanted, { revision });
  show(context, model, () => [
    `Model ${model.name} at ${model.baseUrl} is asked about conflicts`,
    '  by jobs whose policy says so: evenkeel jobs change JOB --conflict-policy \'{"strategy": "ai"}\'',
    ...(model.hasKey ? [] : ['  no key goes with its calls: --key-file FILE gives one']),
  ]);
}

async function readWanted({ terminal }: CommandContext, options: SetOptions): Promise<CallOf<'setModel'>> {
  const { baseUrl, name, keyFile, key, timeout } = options;
  const { callsPerDay, tokensPerDay, callsPerRun, tokensPerRun } = options;
  const limits = Object.entries({ callsPerDay, tokensPerDay, callsPerRun, tokensPerRun });
  const budget = Object.fromEntries(limits.filter(([, most]) => most !== undefined));
  return {
    ...(baseUrl !== undefined && { baseUrl }),
    ...(name !== undefined && { name }),
    ...(key === false && { key: null }),
    ...(keyFile !== undefined && { key: (await readText('--key-file', keyFile, terminal)).trim() }),
    ...(timeout !== undefined && { timeoutSeconds: timeout }),
    ...(Object.keys(budget).length > 0 && { budget }),
  };
}

async function showModel(context: CommandContext): Promise<void> {
  const model = await context.api.call('showModel', {});
  show(context, model, describeModel);
}

const VERDICTS: Readonly<Record<ModelCheckView['verdict'], string>> = {
  ready: 'answers as it is asked',
  unreachable: 'no server answers',
  refused: 'the server takes no such call',
  unknown_model: 'the server has no such model, or nothing at that address',
  unusable: 'the model answers something else than it is asked for',
};

async function checkModel(context: CommandContext): Promise<ExitCode> {
  const checked = await context.api.call('checkModel', {});
  show(context, checked, ({ name, baseUrl, verdict, cause, tookMs, tokens }) => [
    `Model ${name} at ${baseUrl}: ${VERDICTS[verdict]}`,
    `  ${tookMs} ms${tokens === null ? '' : `, ${countText(tokens)} tokens`}`,
    ...(cause === null ? [] : [`  ${printable(cause)}`]),
  ]);
  return checked.verdict === 'ready' ? EXIT.ok : EXIT.failed;
}

async function removeModel(context: CommandContext, { revision }: RevisionOptions): Promise<void> {
  const removed = await context.api.call('removeModel', {}, { revision });
  show(context, removed, ({ name }) => [
    `Forgot model ${name} and its key`,
    '  conflicts that a policy leaves to a model go to a person from now on',
  ]);
}

function describeModel(model: ModelView): readonly string[] {
  const { baseUrl, name, hasKey, timeoutSeconds, budget, usedToday, changedAt, revision } = model;
  const of = (calls: number, tokens: number) => `${countText(calls)} calls, ${countText(tokens)} tokens`;
  return renderFields([
    ['model', name],
    ['server', baseUrl],
    ['key', hasKey ? 'set' : 'none'],
    ['timeout', `${timeoutSeconds} s`],
    ['budget of a day', of(budget.callsPerDay, budget.tokensPerDay)],
    ['used today', of(usedToday.calls, usedToday.tokens)],
    ['budget of a run', of(budget.callsPerRun, budget.tokensPerRun)],
    ['set', `${timeText(changedAt)}, revision ${revision}`],
  ]);
}
