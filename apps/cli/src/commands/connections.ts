import { flagText, type ConnectionView } from '@evenkeel/contracts-admin';
import type { Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { UsageFailure } from '../failure.js';
import { managedColumn } from '../show/managed.js';
import { renderFields, renderTable, type Column } from '../show/table.js';
import { describeQuota } from '../show/quota.js';
import { describeCheck } from '../show/check.js';
import { countText } from '../show/text.js';
import { addTryCommand, PATIENCE_MS } from './try-connection.js';
import { addGiven, readGiven, type ConnectionOptions } from './connection-options.js';
import { addForceOption, forced, forcedText, type ForceOptions } from './force-option.js';
import { addListOptions, moreLine, type ListOptions } from './list-options.js';

interface RemoveOptions {
  readonly withJobs?: boolean;
  readonly detach?: boolean;
}

export function addConnectionCommands(program: Command, surroundings: CliSurroundings): void {
  const connections = program
    .command('connections')
    .summary('Add, list and check connections')
    .description('A connection is a provider that we may call: a connector with settings and credentials');
  addGiven(
    connections
      .command('add')
      .description('Add a connection. Nothing is called yet: check it afterwards.')
      .argument('<name>', 'a name of your choice')
      .requiredOption('--connector <connector>', 'for example rest'),
  ).action(action(surroundings, addConnection));
  addTryCommand(connections, surroundings);
  addListOptions(connections.command('list').description('List connections')).action(
    action(surroundings, listConnections),
  );
  addNamingCommands(connections, surroundings);
}

/** The commands about one connection that exists. */
function addNamingCommands(connections: Command, surroundings: CliSurroundings): void {
  const naming = (name: string, description: string) =>
    connections
      .command(name)
      .description(description)
      .argument('<connection>', 'name or id of the connection');
  addForceOption(
    addGiven(
      naming(
        'change',
        'Correct settings, credentials, quota, retry or path; what is given replaces what there was',
      ),
    ),
  ).action(action(surroundings, changeConnection));
  naming('check', 'Ask the provider whether it can be reached and takes the credentials').action(
    action(surroundings, (context: CommandContext, name: string) => checkConnection(context, name)),
  );
  naming('quota', 'Show what of its quota the connection uses, and what keeps it from calling').action(
    action(surroundings, (context: CommandContext, name: string) => showQuota(context, name)),
  );
  naming('resume-calls', 'Lift the pause that the provider asked for: it is called again at once').action(
    action(surroundings, (context: CommandContext, name: string) => resumeCalls(context, name)),
  );
  naming('streams', 'List what the connection can be asked for').action(
    action(surroundings, (context: CommandContext, name: string) => listStreams(context, name)),
  );
  addForceOption(
    naming('remove', 'Remove the connection: its secrets are deleted, its webhooks close, its name is free'),
  )
    .option('--with-jobs', 'remove its jobs, too: their runs are cancelled, their history and records stay')
    .option('--detach', 'forget also which record here belongs to which at the provider')
    .action(action(surroundings, removeConnection));
}

async function addConnection(
  context: CommandContext,
  name: string,
  options: ConnectionOptions & { readonly connector: string },
): Promise<void> {
  const { connector } = options;
  const given = await readGiven(context, options);
  const added = await context.api.call('addConnection', { name, connector, ...given });
  show(context, added, () => [
    `Added connection ${added.name} (${added.id})`,
    `  check it with \`evenkeel connections check ${added.name}\``,
  ]);
}

async function changeConnection(
  context: CommandContext,
  name: string,
  options: ConnectionOptions & ForceOptions,
): Promise<void> {
  const given = await readGiven(context, options);
  if (Object.keys(given).length === 0) {
    throw new UsageFailure(
      'Nothing to change was given',
      'Give --settings, --credentials, --quota, --retry or --path.',
    );
  }
  const changed = await context.api.call('changeConnection', {
    connection: name,
    ...given,
    ...forced(options),
  });
  show(context, changed, ({ statusReason }) => [
    `Changed connection ${changed.name}`,
    ...(statusReason === null
      ? []
      : [
          `  it needs attention: ${statusReason}`,
          `  if that address is right, give them again: \`evenkeel connections change ${changed.name} --credentials FILE\``,
        ]),
    `  check it with \`evenkeel connections check ${changed.name}\``,
  ]);
}

async function removeConnection(
  context: CommandContext,
  connection: string,
  { withJobs = false, detach = false, ...options }: RemoveOptions & ForceOptions,
): Promise<void> {
  const asked = {
    ...{ connection, jobs: flagText(withJobs), detach: flagText(detach) },
    ...forcedText(options),
  };
  const removed = await context.api.call('removeConnection', asked);
  show(context, removed, ({ name, jobs, cancelled, references }) => [
    `Removed connection ${name}`,
    ...(jobs.length === 0 ? [] : [`  with its jobs: ${jobs.join(', ')}`]),
    ...(cancelled === 0 ? [] : [`  ${countText(cancelled)} of its runs ended as cancelled`]),
    ...(references === 'kept' ? [] : ['  its references are dropped in the background']),
  ]);
}

const COLUMNS: readonly Column<ConnectionView>[] = [
  { title: 'name', value: ({ name }) => name, flexible: true },
  { title: 'connector', value: ({ connector }) => connector },
  { title: 'status', value: ({ status }) => status },
  { title: 'why', value: ({ statusReason }) => statusReason ?? '', flexible: true },
  { title: 'id', value: ({ id }) => id },
];

async function listConnections(context: CommandContext, { limit, cursor }: ListOptions): Promise<void> {
  const connections = await context.api.call('listConnections', { limit, cursor });
  show(context, connections, ({ items, next }) =>
    items.length === 0
      ? ['No connection yet: add one with `evenkeel connections add NAME --connector rest --settings FILE`']
      : [
          ...renderTable([...COLUMNS, ...managedColumn(items)], items, context.terminal.columns),
          ...moreLine(next),
        ],
  );
}

async function checkConnection(context: CommandContext, name: string): Promise<ExitCode> {
  const check = await context.api.call('checkConnection', { connection: name }, { timeoutMs: PATIENCE_MS });
  show(context, check, (result) => describeCheck(name, result));
  return check.ok ? EXIT.ok : EXIT.failed;
}

async function showQuota(context: CommandContext, name: string): Promise<void> {
  const use = await context.api.call('showQuota', { connection: name });
  show(context, use, () => renderFields(describeQuota(use)));
}

async function resumeCalls(context: CommandContext, connection: string): Promise<void> {
  const resumed = await context.api.call('resumeCalls', { connection });
  show(context, resumed, ({ name, executions }) => [
    `${name}: calls are made again`,
    ...(executions === 0 ? [] : [`  runs that waited for that: ${executions}`]),
  ]);
}

async function listStreams(context: CommandContext, name: string): Promise<void> {
  const streams = await context.api.call('listStreams', { connection: name });
  show(context, streams, ({ items }) =>
    renderTable(
      [
        { title: 'stream', value: (stream) => stream.name },
        { title: 'incremental', value: (stream) => (stream.incremental ? 'yes' : 'no') },
        { title: 'read one', value: (stream) => (stream.readOne ? 'yes' : 'no') },
        { title: 'writes', value: ({ writes }) => Object.keys(writes?.batchSizes ?? {}).join(', ') || '-' },
        { title: 'page size', value: (stream) => String(stream.pageSize ?? '-'), align: 'right' },
      ],
      items,
      context.terminal.columns,
    ),
  );
}
