import { SERVICE_NAMES } from '@evenkeel/contracts-messages';
import { serviceVariables } from './service-environment.js';
import { standaloneVariables } from './standalone-environment.js';
import type { Variables } from './variables.js';

/** One row of `docs/config.md`. */
export interface ConfigRow {
  readonly name: string;
  readonly meaning: string;
  /** As text; null if a value must be given. */
  readonly defaultText: string | null;
  readonly remedy: string;
  readonly secret: boolean;
}

/** A process and the variables it reads. */
export interface ConfigSection {
  readonly process: string;
  readonly rows: readonly ConfigRow[];
}

/** Every variable of every process, from the definitions that the processes parse. */
export function configReference(): readonly ConfigSection[] {
  return [
    { process: 'standalone', rows: rowsOf(standaloneVariables) },
    ...SERVICE_NAMES.map((service) => ({ process: service, rows: rowsOf(serviceVariables(service)) })),
  ];
}

function rowsOf(variables: Variables): readonly ConfigRow[] {
  return Object.entries(variables).map(([name, { meaning, defaultText, remedy, secret, schema }]) => ({
    name,
    meaning,
    defaultText: defaultText ?? (schema.safeParse(undefined).success ? 'none' : null),
    remedy,
    secret: secret === true,
  }));
}
