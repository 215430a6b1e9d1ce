import type { ExecutionView } from '@evenkeel/contracts-admin';
import { eventually } from './eventually.js';
import type { MortalEngine } from './mortal-engine.js';
import { countOf } from './pushes-of.js';

/** Runs a job of an engine that is killed each time that so many writes more are applied; gives the run once it has ended. */
export async function runKilled(
  engine: MortalEngine,
  job: string,
  killedAt: readonly number[],
): Promise<ExecutionView> {
  const id = await engine.admin.begin(job);
  for (const writes of killedAt) {
    const isReached = async () =>
      (await countOf(engine.store, `push_intent where state in ('answered', 'applied')`)) >= writes ||
      (await engine.admin.execution(id)).ended;
    await eventually(`${writes} writes are answered`, isReached);
    await engine.kill9();
  }
  return engine.admin.untilEnded(id, 120_000);
}
