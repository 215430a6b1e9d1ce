import {
  watermarkValue,
  type SetWatermark,
  type WatermarkChangeView,
  type WatermarkView,
} from '@evenkeel/contracts-admin';
import { Option, type Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { UsageFailure } from '../failure.js';
import { readJson } from '../read-json.js';
import { renderFields, renderTable, type Column } from '../show/table.js';
import { timeText } from '../show/text.js';
import { addListOptions, moreLine, type ListOptions } from './list-options.js';

interface SetOptions {
  readonly time?: string;
  readonly position?: string;
  readonly from?: string;
}

export function addWatermarkCommands(program: Command, surroundings: CliSurroundings): void {
  const watermark = program
    .command('watermark')
    .summary('See and set how far a job has read')
    .description('How far a job has read its stream: an incremental run goes on from there');
  const job = '<job>';
  const jobWords = 'name or id of the job';
  watermark
    .command('show')
    .description('Show the watermark, and who moved it')
    .argument(job, jobWords)
    .action(action(surroundings, (context: CommandContext, name: string) => showWatermark(context, name)));
  addListOptions(watermark.command('history').description('List what became of it, newest first'))
    .argument(job, jobWords)
    .action(action(surroundings, showHistory));
  watermark
    .command('export')
    .description('Print it as JSON, which `watermark set --from` takes')
    .argument(job, jobWords)
    .action(action(surroundings, (context: CommandContext, name: string) => exportWatermark(context, name)));
  watermark
    .command('set')
    .description('Put another in its place, while no run of the job is under way')
    .argument(job, jobWords)
    .addOption(new Option('--time <time>', "a time of the provider's clock").conflicts(['position', 'from']))
    .addOption(new Option('--position <position>', 'a place in its change feed').conflicts(['time', 'from']))
    .addOption(new Option('--from <file|json>', 'what `watermark export` printed, - for stdin'))
    .action(action(surroundings, setWatermark));
  watermark
    .command('clear')
    .description('Take it away: the next run reads everything')
    .argument(job, jobWords)
    .action(action(surroundings, (context: CommandContext, name: string) => put(context, name, null)));
}

async function showWatermark(context: CommandContext, job: string): Promise<void> {
  const view = await context.api.call('showWatermark', { job });
  show(context, view, describeWatermark);
}

const COLUMNS: readonly Column<WatermarkChangeView>[] = [
  { title: 'at', value: ({ savedAt }) => timeText(savedAt) },
  { title: 'watermark', value: describeValue },
  { title: 'by', value: describeAuthor },
];

async function showHistory(
  context: CommandContext,
  job: string,
  { limit, cursor }: ListOptions,
): Promise<void> {
  const history = await context.api.call('listWatermarks', { job, limit, cursor });
  show(context, history, ({ items, next }) =>
    items.length === 0
      ? [`${job} has no watermark yet: its first run that completes sets one`]
      : [...renderTable(COLUMNS, items, context.terminal.columns), ...moreLine(next)],
  );
}

/** The same for people and machines: it is there to be kept and given back. */
async function exportWatermark(context: CommandContext, job: string): Promise<void> {
  const view = await context.api.call('showWatermark', { job });
  context.terminal.print(JSON.stringify(view));
}

async function setWatermark(context: CommandContext, job: string, options: SetOptions): Promise<void> {
  const { time, position, from } = options;
  if (from !== undefined) return put(context, job, await readExport(context, from));
  if (time !== undefined) return put(context, job, { kind: 'time', value: time });
  if (position !== undefined) return put(context, job, { kind: 'position', value: position });
  throw new UsageFailure(
    'Say which watermark: --time, --position or --from',
    'A time has a zone, like 2026-11-21T08:00:00Z. To take the watermark away use `evenkeel watermark clear`.',
  );
}

async function readExport({ terminal }: CommandContext, from: string): Promise<SetWatermark['watermark']> {
  const exported = await readJson('--from', from, terminal);
  const within = typeof exported === 'object' && exported !== null && 'watermark' in exported;
  const parsed = watermarkValue.nullable().safeParse(within ? exported.watermark : exported);
  if (parsed.success) return parsed.data;
  throw new UsageFailure(
    'What --from holds is not a watermark',
    'Give what `evenkeel watermark export` printed, or {"kind":"time","value":"2026-11-21T08:00:00Z"}.',
  );
}

async function put(
  context: CommandContext,
  job: string,
  watermark: SetWatermark['watermark'],
): Promise<void> {
  const view = await context.api.call('setWatermark', { job, watermark });
  show(context, view, describeWatermark);
}

function describeWatermark(view: WatermarkView): readonly string[] {
  return renderFields([
    ['job', view.job.name],
    ['watermark', describeValue(view)],
    ['since', timeText(view.savedAt)],
    ['by', describeAuthor(view)],
  ]);
}

function describeValue({ watermark }: Pick<WatermarkChangeView, 'watermark'>): string {
  if (watermark === null) return 'none: the next run reads everything';
  return watermark.kind === 'time' ? watermark.value : `position ${watermark.value}`;
}

function describeAuthor({ actor, executionId }: WatermarkChangeView): string {
  return actor ?? (executionId === null ? '-' : `execution ${executionId}`);
}
