import { openStages, withStages, type OpenStages } from '../../command/with-stages.js';
import type { Stage } from '../../database/stage.js';
import { simulate } from '../../simulate.js';
import { FAMILIES, isMechanism, MECHANISMS, type Mechanism, type MechanismFamily } from '../mechanisms.js';

/** Worlds side by side: while one waits for the database, another goes on. */
const LANES = 2;

/** Describes that an engine comes to grief without each mechanism of a family. */
export function describeAbsences(family: MechanismFamily): void {
  const names = Object.keys(FAMILIES[family]).filter(isMechanism);
  describe('an engine that lacks a mechanism', () => {
    let shared: OpenStages;
    const violations = new Map<Mechanism, Promise<string | undefined>>();
    beforeAll(async () => {
      shared = await openStages(Math.min(LANES, names.length));
      const lanes: Promise<unknown>[] = shared.stages.map(() => Promise.resolve());
      for (const [nth, name] of names.entries()) {
        const lane = nth % lanes.length;
        const violation = lanes[lane]!.then(() => findAbsence(shared.stages[lane]!, name));
        violations.set(name, violation);
        // What fails is told by its own test.
        lanes[lane] = violation.catch(() => undefined);
      }
    }, 90_000);
    afterAll(async () => {
      await Promise.allSettled(violations.values());
      await shared.close();
    }, 90_000);

    it.each(names)(
      'comes to grief without %s',
      async (name) => {
        expect(await violations.get(name)).toBeDefined();
      },
      600_000,
    );
  });
}

function findAbsence(stage: Stage, name: Mechanism): Promise<string | undefined> {
  // Where a part of the schema is taken away no other world may be played.
  const isApart = MECHANISMS[name].schema !== undefined;
  return isApart ? withStages(1, name, ([apart]) => findViolation(apart!, name)) : findViolation(stage, name);
}

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
