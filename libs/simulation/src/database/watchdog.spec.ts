import { withStages } from '../command/with-stages.js';
import { SeededScheduler, type Scheduler } from '../scheduler/scheduler.js';
import { SeedRun } from '../scheduler/seed-run.js';
import { SeededRandom } from '../world/seeded-random.js';
import { World } from '../world/world.js';
import type { Stage } from './stage.js';
import { StoodStill, withinTime } from './watchdog.js';

const SEED = 7;
const LIMIT_MS = 500;

describe('what watches over a seed', () => {
  it('lets work go that ends in time, and tells why other work does not', async () => {
    await expect(withinTime(Promise.resolve('done'), 1_000, () => 'late')).resolves.toBe('done');
    await expect(withinTime(Promise.reject(new Error('broken')), 1_000, () => 'late')).rejects.toThrow(
      'broken',
    );
    const never = new Promise<never>(() => undefined);
    await expect(withinTime(never, 10, () => 'late')).rejects.toEqual(new StoodStill('late'));
  });

  // Windows has no signal that stops a process.
  (process.platform === 'win32' ? it.skip : it)(
    'says which seed stands still, at which step, and which server process is to blame',
    () =>
      withStages(1, undefined, async ([stage]) => {
        const stopped = await stopBeforeAnswer(stage!);
        expect(stopped.error).toBeInstanceOf(StoodStill);
        const { message } = stopped.error as Error;
        expect(message).toMatch(new RegExp(`^Seed ${SEED} stands still at step \\d+, ".+"`));
        expect(message).toContain(`asked, process ${stopped.pid} state T`);
      }),
    60_000,
  );
});

/** Plays a seed in which the first server process that is to be asked something was stopped before. */
async function stopBeforeAnswer(stage: Stage): Promise<{ readonly error: unknown; readonly pid: number }> {
  const world = await World.create({ stage, seed: SEED });
  let pid = 0;
  const seeded: Scheduler = new SeededScheduler(new SeededRandom(SEED));
  const scheduler: Scheduler = {
    choose: (kinds) => {
      const [statement] = world.transactions.parked();
      if (pid !== 0 || statement === undefined) return seeded.choose(kinds);
      pid = statement.pid;
      process.kill(pid, 'SIGSTOP');
      return { name: 'a statement that gets no answer', happen: () => statement.release() };
    },
  };
  try {
    const error: unknown = await new SeedRun(world, scheduler, SEED, { stepMs: LIMIT_MS })
      .perform()
      .catch((reason: unknown) => reason);
    return { error, pid };
  } finally {
    process.kill(pid, 'SIGCONT');
    await world.close();
  }
}
