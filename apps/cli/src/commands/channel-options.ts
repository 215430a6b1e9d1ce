import { NOTIFICATION_KINDS, type CallOf } from '@evenkeel/contracts-admin';
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { CommandContext } from '../command-context.js';
import { UsageFailure } from '../failure.js';
import { readJson, readText } from '../read-json.js';
import { wholeNumber } from './list-options.js';

export interface ChannelOptions {
  readonly webhook?: string;
  readonly secretFile?: string;
  readonly slack?: string;
  readonly smtpHost?: string;
  readonly smtpPort?: number;
  readonly encryption?: 'tls' | 'starttls' | 'none';
  readonly smtpUser?: string;
  readonly passwordFile?: string;
  readonly smtpCaFile?: string;
  readonly mailFrom?: string;
  readonly mailTo?: readonly string[];
  readonly tell?: readonly Kind[];
  readonly job?: readonly string[];
  readonly connection?: readonly string[];
  readonly subscriptions?: string;
  readonly digest?: number;
}

type Kind = (typeof NOTIFICATION_KINDS)[number];
type Wanted = Omit<CallOf<'changeNotificationChannel'>, 'channel'>;
type Subscriptions = Pick<CallOf<'addNotificationChannel'>, 'subscriptions'>['subscriptions'];

const USUAL_PORTS = { tls: 465, starttls: 587, none: 25 } as const;

/** The options that `notifications add` and `notifications change` have in common. */
export function addChannelOptions(command: Command): Command {
  return command
    .option('--webhook <url|file>', 'post signed notifications there (Standard Webhooks)')
    .option(
      '--secret-file <file>',
      'a file that holds their signing secret (whsec_...), or - for stdin; default: one is made',
    )
    .option('--slack <url|file>', 'an incoming webhook of Slack, or of what takes the same')
    .option('--smtp-host <host>', 'send mail by this server')
    .option('--smtp-port <port>', 'default 587, with --encryption tls 465', wholeNumber)
    .addOption(
      new Option('--encryption <how>', 'of the connection to it: default starttls').choices([
        'tls',
        'starttls',
        'none',
      ]),
    )
    .option('--smtp-user <user>', 'log in with this name')
    .option(
      '--password-file <file>',
      'a file that holds the password, or - for stdin; it is encrypted and never shown',
    )
    .option('--smtp-ca-file <file>', 'PEM of the authority that signed the certificate of the server')
    .option('--mail-from <address>', 'sender of the mails')
    .option('--mail-to <address...>', 'their recipients')
    .option(
      '--tell <kinds>',
      'what it is told of, separated by commas; default: what asks for a person, and that it is over',
      kindsOf,
    )
    .option('--job <job...>', 'only of these jobs')
    .option('--connection <connection...>', 'only of these connections and their jobs')
    .option(
      '--subscriptions <file|json>',
      'what it is told of which jobs, where it differs: [{"kinds":["failed"],"job":"orders"}]',
    )
    .option('--digest <minutes>', 'tell of one kind about one job at most so often: default 15', wholeNumber);
}

function kindsOf(text: string): Kind[] {
  return text.split(',').map((word) => {
    const kind = NOTIFICATION_KINDS.find((each) => each === word.trim());
    if (kind === undefined)
      throw new InvalidArgumentError(`It must be of ${NOTIFICATION_KINDS.join(', ')}, separated by commas.`);
    return kind;
  });
}

/** As the API takes it; what was not said is left out. */
export async function readChannel({ terminal }: CommandContext, options: ChannelOptions): Promise<Wanted> {
  const { webhook, slack, secretFile, digest } = options;
  const readLine = async (option: string, file: string) => (await readText(option, file, terminal)).trim();
  const urlOf = async (option: string, given: string) =>
    /^https?:/i.test(given) ? given : readLine(option, given);
  const email = await readEmail(options, readLine);
  const subscriptions = await readSubscriptions(options, (text) =>
    readJson('--subscriptions', text, terminal),
  );
  if (secretFile !== undefined && webhook === undefined)
    throw new UsageFailure('--secret-file is of a webhook', 'Give --webhook URL with it.');
  return {
    ...(webhook !== undefined && {
      webhook: {
        url: await urlOf('--webhook', webhook),
        ...(secretFile !== undefined && { secret: await readLine('--secret-file', secretFile) }),
      },
    }),
    ...(slack !== undefined && { slack: { url: await urlOf('--slack', slack) } }),
    ...(email !== undefined && { email }),
    ...(subscriptions !== undefined && { subscriptions }),
    ...(digest !== undefined && { digestMinutes: digest }),
  };
}

async function readEmail(
  options: ChannelOptions,
  read: (option: string, file: string) => Promise<string>,
): Promise<Wanted['email']> {
  const { smtpHost, smtpPort, encryption, smtpUser, passwordFile, smtpCaFile, mailFrom, mailTo } = options;
  const port = smtpPort ?? (smtpHost === undefined ? undefined : USUAL_PORTS[encryption ?? 'starttls']);
  const email = {
    ...(smtpHost !== undefined && { host: smtpHost }),
    ...(port !== undefined && { port }),
    ...(encryption !== undefined && { encryption }),
    ...(smtpUser !== undefined && { user: smtpUser }),
    ...(passwordFile !== undefined && { password: await read('--password-file', passwordFile) }),
    ...(smtpCaFile !== undefined && { caCertificate: await read('--smtp-ca-file', smtpCaFile) }),
    ...(mailFrom !== undefined && { from: mailFrom }),
    ...(mailTo !== undefined && { to: [...mailTo] }),
  };
  return Object.keys(email).length === 0 ? undefined : email;
}

async function readSubscriptions(
  { tell, job, connection, subscriptions }: ChannelOptions,
  read: (text: string) => Promise<unknown>,
): Promise<Subscriptions> {
  const short = [tell, job, connection].some((given) => given !== undefined);
  if (subscriptions !== undefined) {
    if (!short) return (await read(subscriptions)) as Subscriptions;
    throw new UsageFailure(
      '--subscriptions says everything that --tell, --job and --connection say',
      'Give it alone, or leave it out.',
    );
  }
  if (!short) return undefined;
  const kinds = tell === undefined ? {} : { kinds: [...tell] };
  const about = [
    ...(job ?? []).map((name) => ({ ...kinds, job: name })),
    ...(connection ?? []).map((name) => ({ ...kinds, connection: name })),
  ];
  return about.length === 0 ? [kinds] : about;
}
