import { z } from 'zod';
import { ADDRESS_RULES } from '@evenkeel/adapter-http';
import { LOG_FORMATS } from '@evenkeel/adapter-telemetry';
import { DEFAULT_CALL_TIMEOUT_MS, ENGINE_SETTINGS, LOG_LEVELS, remedyOf } from '@evenkeel/domain';
import { readVariables, variable, type Environment } from './variables.js';

const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((text) => text === 'true');
const portNumber = z.coerce.number().int().min(0).max(65_535);

function isPostgresUrl(text: string): boolean {
  return URL.canParse(text) && ['postgres:', 'postgresql:'].includes(new URL(text).protocol);
}

const databaseUrl = {
  meaning: 'The Postgres database that holds everything (version 15 or newer).',
  remedy: 'Give it as postgres://user:password@host:5432/database.',
  secret: true,
} as const;

export const databaseVariables = {
  DATABASE_URL: variable({ ...databaseUrl, schema: z.string().refine(isPostgresUrl) }),
};

export const ownDatabaseVariables = {
  DATABASE_URL: variable({
    ...databaseUrl,
    schema: z.string().refine(isPostgresUrl).optional(),
    defaultText: 'a database of its own in the data directory',
  }),
};

export const dataDirectoryVariables = {
  EVENKEEL_DATA_DIR: variable({
    meaning: 'Where standalone keeps its database, its key and what it remembers.',
    remedy: 'Give the path of a directory that may be written to.',
    schema: z.string().default('.evenkeel/standalone'),
    defaultText: '`.evenkeel/standalone` in the working directory',
  }),
};

export const logVariables = {
  LOG_LEVEL: variable({
    meaning: ENGINE_SETTINGS.LOG_LEVEL.meaning,
    remedy: `Give ${remedyOf(ENGINE_SETTINGS.LOG_LEVEL)}.`,
    schema: z.enum(LOG_LEVELS).default('info'),
    defaultText: '`info`',
  }),
  LOG_FORMAT: variable({
    meaning: 'JSON for machines or lines for people; both go to standard error.',
    remedy: `Give one of ${LOG_FORMATS.join(', ')}.`,
    schema: z.enum(LOG_FORMATS).default('json'),
    defaultText: '`json`',
  }),
};

/** `port` is the default; services have different ones, so that all can run on one machine. */
export function listenVariables(port: number) {
  return {
    HOST: variable({
      meaning: 'The address it listens on.',
      remedy: 'Give an IP address, for example 127.0.0.1, or a host name.',
      schema: z.string().default('127.0.0.1'),
      defaultText: '`127.0.0.1`',
    }),
    PORT: variable({
      meaning: 'The port of its API, health and metrics; 0 takes any that is free.',
      remedy: 'Give a number from 0 to 65535.',
      schema: portNumber.default(port),
      defaultText: `\`${port}\``,
    }),
    EVENKEEL_HOST_NAMES: variable({
      meaning:
        'Names and addresses, besides those of loopback and HOST, by which it is called: requests by any other are refused, for a web page can give its own name to this machine (DNS rebinding). The webhook gateway takes deliveries by any name.',
      remedy: 'Give host names or IP addresses without a port, separated by commas.',
      schema: z
        .string()
        .default('')
        .transform((text) => text.split(',').map((name) => name.trim().toLowerCase()))
        .pipe(z.array(z.string().regex(/^([a-z0-9._-]*|\[?[0-9a-f:.]+\]?)$/)))
        .transform((names): readonly string[] => names.filter((name) => name !== '')),
      defaultText: 'none',
    }),
    EVENKEEL_INSECURE_PUBLIC: variable({
      meaning:
        'Lets a service whose callers need no key listen on other addresses than loopback: only where the network around it keeps strangers out, as in the containers of docker-compose.yml.',
      remedy: 'Give true or false.',
      schema: flag,
      defaultText: '`false`',
    }),
  };
}

export const instanceVariables = {
  EVENKEEL_INSTANCE: variable({
    meaning:
      'The name of this replica: different from the others, and the same after a restart, so that it can end the leases of its earlier life.',
    remedy: 'Give up to 100 letters, digits, dots, colons, hyphens or underscores.',
    schema: z
      .string()
      .regex(/^[\w.:-]{1,100}$/)
      .optional(),
    defaultText: '`<host name>:<port>`',
  }),
};

/** For services that call providers. */
export const providerVariables = {
  PROVIDER_ADDRESSES: variable({
    meaning:
      'Where providers may be: any network but link-local, or only public addresses, where people who may edit connections must not reach the network behind this process.',
    remedy: `Give one of ${ADDRESS_RULES.join(', ')}, the same for all services that take it.`,
    schema: z.enum(ADDRESS_RULES).default('any'),
    defaultText: '`any`',
  }),
  PROVIDER_TIMEOUT_SECONDS: variable({
    meaning:
      'After how many seconds a call of a provider is given up, from its begin to the last byte of its answer. A write whose process was killed is looked up after four times as long.',
    remedy:
      'Give a whole number from 2 to 600, the same for all services that take it. To lower it, stop every executor-worker before one starts with the new value.',
    schema: z.coerce
      .number()
      .int()
      .min(2)
      .max(600)
      .default(DEFAULT_CALL_TIMEOUT_MS / 1000),
    defaultText: `\`${DEFAULT_CALL_TIMEOUT_MS / 1000}\``,
  }),
};

/** For what tells people. */
export const linkVariables = {
  EVENKEEL_PUBLIC_URL: variable({
    meaning: 'Where people reach the admin API, for links in notifications.',
    remedy: 'Give an address as https://sync.example.com, without a path of /api, a user or a query.',
    schema: z
      .string()
      .refine(isWebAddress)
      .transform((text) => text.replace(/\/+$/, ''))
      .optional(),
    defaultText: 'notifications have no links',
  }),
};

function isWebAddress(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) return false;
  return (
    [url.username, url.password, url.search, url.hash].every((part) => part === '') && !/[<>|\s]/.test(text)
  );
}

/** Throws {@link WrongEnvironment}. */
export function readLinkSettings(environment: Environment): { readonly publicUrl?: string } {
  const { EVENKEEL_PUBLIC_URL: publicUrl } = readVariables(linkVariables, environment);
  return publicUrl === undefined ? {} : { publicUrl };
}

/** Of every process that calls providers. Throws {@link WrongEnvironment}. */
export function readProviderSettings(environment: Environment) {
  const values = readVariables(providerVariables, environment);
  return { addresses: values.PROVIDER_ADDRESSES, callTimeoutMs: values.PROVIDER_TIMEOUT_SECONDS * 1000 };
}

export const directoryVariables = {
  EVENKEEL_SERVICES: variable({
    meaning:
      'Where the other services answer, so that `evenkeel doctor` can ask them whether they are ready.',
    remedy: 'Give name=url pairs separated by commas, for example scheduler=http://127.0.0.1:4182.',
    schema: z
      .string()
      .default('')
      .transform((text) => text.split(',').map((pair) => pair.trim()))
      .pipe(z.array(z.string().regex(/^$|^[a-z-]+=https?:\/\/\S+$/)))
      .transform(
        (pairs) =>
          Object.fromEntries(
            pairs
              .filter(Boolean)
              .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
          ) as Readonly<Record<string, string>>,
      ),
    defaultText: 'none',
  }),
};
