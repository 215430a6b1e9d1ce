import { withStages } from '../command/with-stages.js';
import { simulate } from '../simulate.js';
import { isMechanism, MECHANISMS } from './mechanisms.js';

/** Plays seeds from the one that was seen to notice on, and from 1 again, until one does. */
async function findViolation(name: string): Promise<string | undefined> {
  if (!isMechanism(name)) throw new Error(`There is no mechanism ${name}`);
  const { noticedWithin, noticedBy } = MECHANISMS[name];
  const seeds = Array.from({ length: noticedWithin }, (_, index) => index + 1);
  const first = (noticedBy ?? 1) - 1;
  return withStages(1, name, async ([stage]) => {
    for (const seed of [...seeds.slice(first), ...seeds.slice(0, first)]) {
      const { violation } = await simulate({ stage: stage!, seed, without: name });
      if (violation !== null) return violation;
    }
    return undefined;
  });
}

/** A seed is known that notices; `npm run simulate -- --without` looks for one where none is. */
const NOTICED = Object.entries(MECHANISMS).flatMap(([name, { noticedBy }]) =>
  noticedBy === null ? [] : [name],
);

describe('an engine that lacks a mechanism', () => {
  it.each(NOTICED)(
    'comes to grief without %s',
    async (name) => {
      expect(await findViolation(name)).toBeDefined();
    },
    600_000,
  );
});
