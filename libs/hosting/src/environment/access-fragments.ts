import { z } from 'zod';
import type { AccessSettings } from '../platform/platform-settings.js';
import { readVariables, variable, type Environment } from './variables.js';

/** For what serves the admin API. */
export const accessVariables = {
  EVENKEEL_AUTHENTICATION: variable({
    meaning:
      'Whether callers of the admin API need a key. `off`: none, and it listens on loopback alone; `keys`: an API key or the owner key, on any address.',
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
};

/** Throws `WrongEnvironment`. */
export function readAccess(environment: Environment): AccessSettings {
  const values = readVariables(accessVariables, environment);
  return {
    authentication: values.EVENKEEL_AUTHENTICATION,
    ownerKeyFile: values.EVENKEEL_OWNER_KEY_FILE,
  };
}
