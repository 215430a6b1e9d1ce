import { AdminApi } from '../api/admin-api.js';
import type { Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { contextNamed, type Contexts } from '../contexts/target.js';
import { readContexts, writeContexts } from '../contexts/contexts-file.js';
import { UsageFailure } from '../failure.js';
import { readText } from '../read-json.js';
import { renderTable } from '../show/table.js';

interface LoginOptions {
  readonly keyFile: string;
  readonly name?: string;
}

export function addLoginCommands(program: Command, surroundings: CliSurroundings): void {
  const fileOf = () => surroundings.readEnvironment().contextsFile;
  program
    .command('login')
    .summary('Keep an address and a key for the commands that follow')
    .description(
      'Keep an address and its API key as a context, for the commands that follow. The key is read from a file or from stdin: as an argument others could read it',
    )
    .option('--key-file <file>', 'file that holds the key; - reads it from stdin', '-')
    .option('--name <name>', 'what the context is called; left out: the host of the address')
    .action(
      action(surroundings, (context: CommandContext, options: LoginOptions) =>
        login(context, options, fileOf()),
      ),
    );
  program
    .command('logout')
    .description('Forget a context and its key; the key itself goes on: `keys revoke` ends it')
    .argument('[context]', 'name of the context; left out: the one in use')
    .action(action(surroundings, async (context, name?: string) => logout(context, name, fileOf())));
  addContextCommands(program, surroundings, fileOf);
}

function addContextCommands(
  program: Command,
  surroundings: CliSurroundings,
  fileOf: () => string | undefined,
): void {
  const contexts = program
    .command('contexts')
    .summary('See and change which Evenkeel commands go to')
    .description('Addresses that you have logged in to; --context NAME takes one for a single command');
  contexts
    .command('list')
    .description('List contexts, without their keys')
    .action(action(surroundings, async (context) => listContexts(context, readContexts(fileOf()))));
  contexts
    .command('use')
    .description('Take a context for the commands that follow')
    .argument('<context>', 'name of the context')
    .action(
      action(surroundings, async (context, name: string) => {
        const kept = readContexts(fileOf());
        const { url } = contextNamed(name, kept);
        writeContexts(fileOf(), { ...kept, current: name });
        show(context, { context: name, url }, () => [`Commands go to ${url} (${name})`]);
      }),
    );
}

/** The key is tried before it is kept. */
async function login(
  context: CommandContext,
  { keyFile, name }: LoginOptions,
  path: string | undefined,
): Promise<void> {
  const { terminal, api } = context;
  if (keyFile === '-' && terminal.interactive) terminal.note('Paste the key and end with Ctrl-D:');
  const token = (await readText('--key-file', keyFile, terminal)).trim();
  if (!/^\S+$/.test(token))
    throw new UsageFailure('There is no key to log in with', 'Give it with --key-file FILE, or on stdin.');
  const url = new URL(api.url);
  if (url.protocol === 'http:' && !/^(localhost|127\.[\d.]+|\[::1\])$/.test(url.hostname))
    terminal.note(`The key goes to ${url.host} without TLS: others on the way can read it`);
  const caller = await new AdminApi(api.url, 'cli', token).call('showCaller', {});
  const kept = readContexts(path);
  const called = name ?? url.hostname;
  writeContexts(path, { current: called, contexts: { ...kept.contexts, [called]: { url: api.url, token } } });
  show(context, { context: called, url: api.url, ...caller }, ({ actor, roles }) => [
    `Logged in at ${api.url} as ${actor} (${roles.join(', ')}); the context is ${called}`,
  ]);
}

function logout(context: CommandContext, given: string | undefined, path: string | undefined): void {
  const kept = readContexts(path);
  const name = given ?? kept.current;
  if (name === null) throw new UsageFailure('No context is in use', 'Name one: `evenkeel contexts list`.');
  const { url } = contextNamed(name, kept);
  const { [name]: _forgotten, ...contexts } = kept.contexts;
  writeContexts(path, { current: kept.current === name ? null : kept.current, contexts });
  show(context, { context: name, url }, () => [`Forgot ${name} (${url}) and its key`]);
}

function listContexts(context: CommandContext, { current, contexts }: Contexts): void {
  const items = Object.entries(contexts).map(([name, { url, token }]) => ({
    ...{ name, url, hasKey: token !== null, isCurrent: name === current },
  }));
  show(context, { items }, () =>
    items.length === 0
      ? ['No context: log in with `evenkeel login --url ADDRESS`']
      : renderTable(
          [
            { title: '', value: ({ isCurrent }) => (isCurrent ? '*' : '') },
            { title: 'context', value: ({ name }) => name },
            { title: 'address', value: ({ url }) => url, flexible: true },
            { title: 'key', value: ({ hasKey }) => (hasKey ? 'kept' : 'none') },
          ],
          items,
          context.terminal.columns,
        ),
  );
}
