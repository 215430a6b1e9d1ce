import { openStages, withStages, type OpenStages } from '../../command/with-stages.js';
import type { Stage } from '../../database/stage.js';
import { findNotice, type Notice } from '../find-notice.js';
import { FAMILIES, isMechanism, MECHANISMS, type Mechanism, type MechanismFamily } from '../mechanisms.js';

/** Worlds side by side: while one waits for the database, another goes on. */
const LANES = 2;

/** Describes that an engine comes to grief without each mechanism of a family. */
export function describeAbsences(family: MechanismFamily): void {
  const names = Object.keys(FAMILIES[family]).filter(isMechanism);
  describe('an engine that lacks a mechanism', () => {
    let shared: OpenStages;
    const notices = new Map<Mechanism, Promise<Notice | undefined>>();
    beforeAll(async () => {
      shared = await openStages(Math.min(LANES, names.length));
      const lanes: Promise<unknown>[] = shared.stages.map(() => Promise.resolve());
      for (const [nth, name] of names.entries()) {
        const lane = nth % lanes.length;
        const notice = lanes[lane]!.then(() => noticeOf(shared.stages[lane]!, name));
        notices.set(name, notice);
        // What fails is told by its own test.
        lanes[lane] = notice.catch(() => undefined);
      }
    }, 90_000);
    afterAll(async () => {
      await Promise.allSettled(notices.values());
      await shared.close();
    }, 90_000);

    it.each(names)(
      'comes to grief without %s',
      async (name) => {
        expect(await notices.get(name)).toBeDefined();
      },
      600_000,
    );
  });
}

function noticeOf(stage: Stage, name: Mechanism): Promise<Notice | undefined> {
  // Where a part of the schema is taken away no other world may be played.
  const isApart = MECHANISMS[name].schema !== undefined;
  return isApart ? withStages(1, name, ([apart]) => findNotice(apart!, name)) : findNotice(stage, name);
}
