import type { Concern } from './concern.js';
import { concernsOfSigns } from './concerns-of-database.js';
import type { DatabaseSigns } from './database-outlook.js';

/** What asks for a person where the database could not be asked: `problem` says why. */
export function concernsWithoutDatabase(problem: string, signs: DatabaseSigns): readonly Concern[] {
  const { awaySince: since, refusal } = signs;
  const found = concernsOfSigns(signs);
  const whole = { about: null, id: null } as const;
  const message = `${problem}; runs wait until it answers`;
  const away = since !== null || refusal === null;
  return [...(away ? [{ kind: 'database_away', ...whole, since, message } as const] : []), ...found].map(
    (concern) => ({ count: 1, ...concern }),
  );
}
