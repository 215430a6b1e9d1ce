import { ROLES, type ApiKeyView, type Role } from '@evenkeel/contracts-admin';
import { Option, type Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { UsageFailure } from '../failure.js';
import { renderFields, renderTable, type Column } from '../show/table.js';
import { timeText } from '../show/text.js';

interface AddOptions {
  readonly role: Role;
  readonly expiresInDays?: string;
}

/** Keys of callers, beside those that seal secrets. */
export function addApiKeyCommands(keys: Command, surroundings: CliSurroundings): void {
  keys
    .command('add')
    .description('Make an API key for a person or a program; it is shown this once')
    .argument('<name>', 'what the trail calls its holder')
    .addOption(new Option('--role <role>', 'what its holder may do').choices(ROLES).default('viewer'))
    .option('--expires-in-days <days>', 'after how many days it ends by itself; left out: never')
    .action(action(surroundings, addKey));
  keys
    .command('list')
    .description('List API keys, with their roles and when each was used last')
    .action(action(surroundings, (context: CommandContext) => listKeys(context)));
  keys
    .command('revoke')
    .description('End an API key: no request with it is taken from now on')
    .argument('<key>', 'name or id of the key')
    .action(action(surroundings, revokeKey));
}

async function addKey(
  context: CommandContext,
  name: string,
  { role, expiresInDays: days }: AddOptions,
): Promise<void> {
  if (days !== undefined && !/^\d{1,4}$/.test(days))
    throw new UsageFailure(`--expires-in-days is no number of days: ${days}`, 'Give a whole number.');
  const expiresInDays = days === undefined ? null : Number(days);
  const added = await context.api.call('addApiKey', { name, role, expiresInDays });
  show(context, added, ({ key, expiresAt }) => [
    ...renderFields([
      ['key', `${key}   (shown this once)`],
      ['role', role],
      ['expires', expiresAt === null ? 'never' : timeText(expiresAt)],
    ]),
    `  ${name} calls with EVENKEEL_TOKEN, \`evenkeel login\`, or the header Authorization: Bearer KEY`,
  ]);
}

const COLUMNS: readonly Column<ApiKeyView>[] = [
  { title: 'name', value: ({ name }) => name, flexible: true },
  { title: 'role', value: ({ role }) => role },
  { title: 'prefix', value: ({ prefix }) => prefix },
  { title: 'last used', value: ({ lastUsedAt }) => timeText(lastUsedAt) },
  { title: 'expires', value: ({ expiresAt }) => timeText(expiresAt) },
  { title: 'revoked', value: ({ revokedAt }) => timeText(revokedAt) },
];

async function listKeys(context: CommandContext): Promise<void> {
  const keys = await context.api.call('listApiKeys', {});
  show(context, keys, ({ items }) =>
    items.length === 0
      ? ['No API key: make one with `evenkeel keys add NAME --role ROLE`']
      : renderTable(COLUMNS, items, context.terminal.columns),
  );
}

async function revokeKey(context: CommandContext, apiKey: string): Promise<void> {
  const revoked = await context.api.call('revokeApiKey', { apiKey });
  show(context, revoked, ({ name, prefix }) => [`Revoked the key ${name} (${prefix})`]);
}
