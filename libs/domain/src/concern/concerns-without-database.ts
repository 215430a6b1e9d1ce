import type { Concern } from './concern.js';
import { concernsOfSigns } from './concerns-of-database.js';
import type { DatabaseSigns } from './database-outlook.js';

/** What asks for a person where the database could not be asked: `problem` says why. */
export function concernsWithoutDatabase(problem: string, signs: DatabaseSigns): readonly Concern[] {
  const { awaySince, answeredAt, refusal } = signs;
  // One that takes calls and does not answer is known to be away only once the first of them has been given up.
  const since = awaySince ?? answeredAt;
  const found = concernsOfSigns(signs);
  const whole = { about: null, id: null } as const;
  const message = `${problem}; runs wait until it answers`;
  const away = awaySince !== null || refusal === null;
  return [...(away ? [{ kind: 'database_away', ...whole, since, message } as const] : []), ...found].map(
    (concern) => ({ count: 1, ...concern }),
  );
}
