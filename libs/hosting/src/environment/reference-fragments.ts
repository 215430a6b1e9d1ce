import { z } from 'zod';
import type { ReferenceSettings } from '@evenkeel/adapter-secrets';
import { readVariables, variable, type Environment } from './variables.js';

/** For what serves the admin API: where it finds the secrets that documents of configuration name. */
export const referenceVariables = {
  EVENKEEL_REF_PREFIX: variable({
    meaning:
      'With which the names of variables begin that documents of configuration may name as `env:NAME`. No variable of the engine itself begins so.',
    remedy: 'Give capital letters, digits and underscores that end in REF_, as SHOP_REF_.',
    // Whatever else ends so, no variable of the engine does.
    schema: z
      .string()
      .regex(/^(?:[A-Z][A-Z0-9_]*_)?REF_$/)
      .default('EVENKEEL_REF_'),
    defaultText: '`EVENKEEL_REF_`',
  }),
  EVENKEEL_REF_DIR: variable({
    meaning:
      'The folder below which documents of configuration may name files as `file:PATH`, as a mounted secret of Kubernetes. Tenants but the first have the folder of their id in it.',
    remedy: 'Give the path of a folder that holds nothing else.',
    schema: z.string().min(1).optional(),
    defaultText: 'no files are read',
  }),
};

/** Throws `WrongEnvironment`. `forbidden`: what is the engine's own. */
export function readReferences(environment: Environment, forbidden: readonly string[]): ReferenceSettings {
  const values = readVariables(referenceVariables, environment);
  return {
    prefix: values.EVENKEEL_REF_PREFIX,
    folder: values.EVENKEEL_REF_DIR,
    forbidden,
    // Nothing else of the environment is to be in reach.
    environment: Object.fromEntries(
      Object.entries(environment).filter(([name]) => name.startsWith(values.EVENKEEL_REF_PREFIX)),
    ),
  };
}
