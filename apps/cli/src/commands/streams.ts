import type { ShapePlaceView, ShapeVersionView, StreamShapeView } from '@evenkeel/contracts-admin';
import type { Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { renderFields, renderTable, type Column } from '../show/table.js';
import { quoted } from '../show/quoted.js';
import { countText, timeText } from '../show/text.js';
import { addListOptions, moreLine, wholeNumber, type ListOptions } from './list-options.js';

type ShowOptions = ListOptions & { readonly history?: boolean };

export function addStreamCommands(program: Command, surroundings: CliSurroundings): void {
  const streams = program
    .command('streams')
    .summary('What the records of a stream look like, and how that changed')
    .description('What runs have seen of the records of a stream');
  const named = (name: string) =>
    streams
      .command(name)
      .argument('<connection>', 'name or id of the connection')
      .argument('<stream>', 'name of the stream; `evenkeel connections streams` lists them');
  addListOptions(
    named('show').description('Show every path with the classes of its values, or how they changed'),
  )
    .option('--history', 'list the versions and what changed with each, the newest first')
    .action(action(surroundings, showStream));
  named('accept')
    .description('Say that what changed is right: runs of jobs with --schema-policy stop go on with it')
    .option(
      '--seen <n>',
      'the version that you looked at: refused if the stream has changed since',
      wholeNumber,
    )
    .action(action(surroundings, acceptShape));
}

async function showStream(
  context: CommandContext,
  connection: string,
  stream: string,
  options: ShowOptions,
): Promise<void> {
  if (options.history !== true) {
    show(context, await context.api.call('showStreamShape', { connection, stream }), (shape) =>
      describeShape(shape, context.terminal.columns),
    );
    return;
  }
  const { limit, cursor } = options;
  const versions = await context.api.call('listShapeVersions', { connection, stream, limit, cursor });
  show(context, versions, ({ items, next }) => [...items.flatMap(describeVersion), ...moreLine(next)]);
}

async function acceptShape(
  context: CommandContext,
  connection: string,
  stream: string,
  { seen: version }: { readonly seen?: number },
): Promise<void> {
  const shape = await context.api.call('acceptStreamShape', { connection, stream, version });
  show(context, shape, () => [
    `Version ${shape.acceptedVersion} of ${shape.stream} of ${shape.connection} counts as known`,
    '  run the job again, or resume the execution that was stopped',
  ]);
}

function describeShape(shape: StreamShapeView, width: number | undefined): readonly string[] {
  const { connection, stream, version, acceptedVersion, records, sampled, countedAt, places } = shape;
  const of = `${countText(records)} ${records === 1 ? 'record' : 'records'}`;
  return [
    ...renderFields([
      ['stream', `${stream} of ${connection}`],
      [
        'version',
        version === acceptedVersion ? String(version) : `${version}, accepted up to ${acceptedVersion}`,
      ],
      ['seen in', sampled ? `a sample of ${of}` : of],
      ['counted', timeText(countedAt)],
    ]),
    '',
    ...renderTable(columnsOf(shape), places, width),
    ...(places.some(({ folded }) => folded)
      ? ['', 'folded: its names are data, or too many; they are read as one, *']
      : []),
    ...describeWaiting(shape),
  ];
}

function describeWaiting({ connection, stream, version, waiting }: StreamShapeView): readonly string[] {
  if (waiting.length === 0) return [];
  return [
    '',
    'waits to be accepted:',
    ...waiting.map(({ text }) => `  ${text}`),
    `  evenkeel streams accept ${quoted(connection)} ${quoted(stream)} --seen ${version}`,
  ];
}

function columnsOf({ countedAt }: StreamShapeView): readonly Column<ShapePlaceView>[] {
  const isOld = (place: ShapePlaceView) => place.seenOn < countedAt.slice(0, 10);
  return [
    { title: 'path', value: ({ path }) => path, flexible: true },
    { title: 'values', value: ({ classes, folded }) => `${classes.join(', ')}${folded ? ' (folded)' : ''}` },
    { title: 'in', value: shareOf, align: 'right' },
    { title: 'last seen', value: (place) => (isOld(place) ? place.seenOn : '') },
  ];
}

/** Of entries of lists there is no telling how many there could have been. */
function shareOf({ present, of, path }: ShapePlaceView): string {
  if (path.endsWith('*')) return '';
  const percent = (present / of) * 100;
  return percent === 100 ? 'all' : percent < 1 ? '< 1 %' : `${Math.min(99, Math.round(percent))} %`;
}

function describeVersion({
  version,
  seenAt,
  executionId,
  changes,
  changeCount,
}: ShapeVersionView): readonly string[] {
  const more = changeCount - changes.length;
  return [
    `version ${version}, ${timeText(seenAt)}, execution ${executionId}`,
    ...changes.map(({ text }) => `  ${text}`),
    ...(more > 0 ? [`  ${countText(more)} more`] : []),
  ];
}
