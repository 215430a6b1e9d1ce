import type { EngineSettingList } from '@evenkeel/contracts-admin';
import type { Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { UsageFailure } from '../failure.js';
import { renderTable, type Column } from '../show/table.js';
import { timeText } from '../show/text.js';

type Setting = EngineSettingList['items'][number];

export function addEngineConfigCommands(engine: Command, surroundings: CliSurroundings): void {
  const config = engine
    .command('config')
    .summary('Show and change settings while it runs')
    .description(
      'Settings of the whole engine that change while it runs: in force on all replicas within 5 s, kept over restarts. What is not set here is as the environment of each process says',
    );
  config
    .command('show')
    .description('Show what can be changed, and what is set')
    .argument('[name]', 'only this one, with what it decides and which values it can have')
    .action(action(surroundings, showSettings));
  config
    .command('set')
    .description('Set some of them, all or none')
    .argument('<name=value...>', 'for example DISPATCH_PER_CONNECTION=16')
    .action(action(surroundings, setSettings));
  config
    .command('unset')
    .description('Let the environment say them again')
    .argument('<name...>', 'for example DISPATCH_PER_CONNECTION')
    .action(action(surroundings, unsetSettings));
}

const COLUMNS: readonly Column<Setting>[] = [
  { title: 'name', value: ({ name }) => name },
  { title: 'set to', value: ({ value }) => (value === null ? '' : String(value)) },
  {
    title: 'else',
    value: ({ initial }) => (initial === null ? 'environment' : `environment, or ${initial}`),
  },
  { title: 'set by', value: ({ actor }) => actor ?? '', flexible: true },
  { title: 'at', value: ({ changedAt }) => (changedAt === null ? '' : timeText(changedAt)) },
];

async function showSettings(context: CommandContext, name?: string): Promise<void> {
  const settings = await context.api.call('showEngineSettings', {});
  if (name === undefined) {
    showTable(context, settings);
    return;
  }
  const found = settings.items.find((setting) => setting.name === name.toUpperCase());
  if (found === undefined)
    throw new UsageFailure(
      `There is no setting "${name}"`,
      `Give one of ${settings.items.map((setting) => setting.name).join(', ')}.`,
    );
  show(context, found, (setting) => [
    ...renderTable(COLUMNS, [setting], context.terminal.columns),
    setting.meaning,
    `Give ${setting.allowed}.`,
  ]);
}

async function setSettings(context: CommandContext, given: readonly string[]): Promise<void> {
  const settings = Object.fromEntries(given.map(readAssignment));
  showTable(context, await context.api.call('changeEngineSettings', { settings }));
}

async function unsetSettings(context: CommandContext, names: readonly string[]): Promise<void> {
  const settings = Object.fromEntries(names.map((name) => [name.toUpperCase(), null]));
  showTable(context, await context.api.call('changeEngineSettings', { settings }));
}

function showTable(context: CommandContext, settings: EngineSettingList): void {
  show(context, settings, ({ items }) => renderTable(COLUMNS, items, context.terminal.columns));
}

function readAssignment(text: string): readonly [string, number | string] {
  const at = text.indexOf('=');
  const value = text.slice(at + 1).trim();
  if (at < 1 || value === '')
    throw new UsageFailure(`"${text}" is not NAME=VALUE`, 'Give for example DISPATCH_PER_CONNECTION=16.');
  return [text.slice(0, at).trim().toUpperCase(), /^-?\d+$/.test(value) ? Number(value) : value];
}
