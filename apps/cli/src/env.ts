import { DEFAULT_ADMIN_URL } from '@evenkeel/contracts-admin';
import { z } from 'zod';
import { UsageFailure } from './failure.js';

const httpUrl = z.url({ protocol: /^https?$/, hostname: /.+/ });

export interface CliEnvironment {
  /** Where the admin API listens. */
  readonly url: string;
}

/** Throws a {@link UsageFailure} that names the variable. */
export function readEnvironment(variables: NodeJS.ProcessEnv = process.env): CliEnvironment {
  // Set but empty is how shells and compose files say "not set".
  return { url: parseUrl('EVENKEEL_URL', variables['EVENKEEL_URL'] || DEFAULT_ADMIN_URL) };
}

/** Throws a {@link UsageFailure} that names `origin`. */
export function parseUrl(origin: string, text: string): string {
  if (httpUrl.safeParse(text).success) return text;
  throw new UsageFailure(
    `${origin} is not an HTTP address: ${text}`,
    `Give the whole address of the admin API, for example ${DEFAULT_ADMIN_URL}.`,
  );
}
