import { openStages, withStages, type OpenStages } from '../command/with-stages.js';
import type { Stage } from '../database/stage.js';
import { simulate } from '../simulate.js';
import { isMechanism, MECHANISMS, type Mechanism } from './mechanisms.js';

/** Plays seeds from the one that was seen to notice on, and from 1 again, until one does. */
async function findViolation(stage: Stage, name: Mechanism): Promise<string | undefined> {
  const { noticedWithin, noticedBy } = MECHANISMS[name];
  const seeds = Array.from({ length: noticedWithin }, (_, index) => index + 1);
  const first = noticedBy - 1;
  for (const seed of [...seeds.slice(first), ...seeds.slice(0, first)]) {
    const { violation } = await simulate({ stage, seed, without: name });
    if (violation !== null) return violation;
  }
  return undefined;
}

const NAMES = Object.keys(MECHANISMS).filter(isMechanism);

describe('an engine that lacks a mechanism', () => {
  let shared: OpenStages;
  beforeAll(async () => {
    shared = await openStages(1);
  }, 90_000);
  afterAll(() => shared.close());

  it.each(NAMES)(
    'comes to grief without %s',
    async (name) => {
      // Where a part of the schema is taken away nobody else may play.
      const isApart = MECHANISMS[name].schema !== undefined;
      const play = ([stage]: readonly Stage[]) => findViolation(stage!, name);
      const violation = isApart ? withStages(1, name, play) : play(shared.stages);
      expect(await violation).toBeDefined();
    },
    600_000,
  );
});
