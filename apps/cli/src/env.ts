import { DEFAULT_ADMIN_URL } from '@evenkeel/contracts-admin';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { UsageFailure } from './failure.js';

const httpUrl = z.url({ protocol: /^https?$/, hostname: /.+/ });

export interface CliEnvironment {
  /** Where the admin API listens; left out: what a context says, or the usual address. */
  readonly url?: string;
  /** With which it is called; left out: what a context says. */
  readonly token?: string;
  /** The file of contexts; left out: there are none. */
  readonly contextsFile?: string;
}

/** Throws a {@link UsageFailure} that names the variable. */
export function readEnvironment(
  variables: NodeJS.ProcessEnv = process.env,
  home: string = homedir(),
): CliEnvironment {
  // Set but empty is how shells and compose files say "not set".
  const [url, token] = [variables['EVENKEEL_URL'], variables['EVENKEEL_TOKEN']?.trim()];
  const folder = variables['XDG_CONFIG_HOME'] || join(home, '.config');
  return {
    ...(url ? { url: parseUrl('EVENKEEL_URL', url) } : {}),
    ...(token ? { token } : {}),
    contextsFile: variables['EVENKEEL_CONTEXTS'] || join(folder, 'evenkeel', 'contexts.json'),
  };
}

/** Throws a {@link UsageFailure} that names `origin`. */
export function parseUrl(origin: string, text: string): string {
  if (httpUrl.safeParse(text).success) return text;
  throw new UsageFailure(
    `${origin} is not an HTTP address: ${text}`,
    `Give the whole address of the admin API, for example ${DEFAULT_ADMIN_URL}.`,
  );
}
