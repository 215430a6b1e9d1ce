import { z } from 'zod';
import type { AccessSettings } from '../platform/platform-settings.js';
import { readTokenSettings, tokenVariables } from './token-fragments.js';
import { readVariables, variable, WrongEnvironment, type Environment } from './variables.js';

const MOST_REQUESTS = 1_000_000;

/** For what serves the admin API. */
export const accessVariables = {
  EVENKEEL_AUTHENTICATION: variable({
    meaning:
      'Whether callers of the admin API need a key. `off`: none, and it listens on loopback alone; `keys`: an API key, the owner key, or a token of EVENKEEL_OIDC_ISSUER, on any address.',
    remedy: 'Give off or keys.',
    schema: z.enum(['off', 'keys']).default('off'),
    defaultText: '`off`',
  }),
  EVENKEEL_OWNER_KEY_FILE: variable({
    meaning:
      'With `keys`: the file of the key with which the installation is administered. Where it is missing one is made that only this user can read; several replicas are given the same.',
    remedy: 'Give the path of a file; its folder is made.',
    schema: z.string().min(1).optional(),
    defaultText: '`owner-key` in the data directory of standalone, else `.evenkeel/owner-key`',
  }),
  EVENKEEL_REQUESTS_PER_MINUTE: variable({
    meaning:
      'How many requests a minute one key, or one holder of tokens, may send to one process of the admin; a sixth of them at once. More are answered with 429.',
    remedy: `Give a whole number from 1 to ${MOST_REQUESTS}.`,
    schema: z.coerce.number().int().min(1).max(MOST_REQUESTS).default(6_000),
    defaultText: '`6000`',
  }),
  ...tokenVariables,
};

const OPEN_ALL_THE_SAME = {
  name: 'EVENKEEL_AUTHENTICATION',
  message: 'is off, so that callers need no token, and EVENKEEL_OIDC_ISSUER is set',
  remedy: 'Set EVENKEEL_AUTHENTICATION=keys, which takes keys and tokens, or no issuer.',
};

/** Throws `WrongEnvironment`. */
export function readAccess(environment: Environment): AccessSettings {
  const values = readVariables(accessVariables, environment);
  const tokens = readTokenSettings(environment);
  if (tokens !== undefined && values.EVENKEEL_AUTHENTICATION === 'off')
    throw new WrongEnvironment([OPEN_ALL_THE_SAME]);
  return {
    authentication: values.EVENKEEL_AUTHENTICATION,
    ownerKeyFile: values.EVENKEEL_OWNER_KEY_FILE,
    requestsPerMinute: values.EVENKEEL_REQUESTS_PER_MINUTE,
    ...(tokens === undefined ? {} : { tokens }),
  };
}
