import { DEFAULT_ADMIN_URL } from '@evenkeel/contracts-http';
import { z } from 'zod';

const environment = z.object({
  /** Where the admin API listens. */
  EVENKEEL_URL: z.url({ protocol: /^https?$/ }).default(DEFAULT_ADMIN_URL),
});

export interface Environment {
  readonly url: string;
}

/** Rejects nothing silently: a wrong value is told with the name of its variable. */
export function readEnvironment(variables: NodeJS.ProcessEnv = process.env): Environment {
  const { EVENKEEL_URL } = environment.parse({ EVENKEEL_URL: variables['EVENKEEL_URL'] || undefined });
  return { url: EVENKEEL_URL };
}
