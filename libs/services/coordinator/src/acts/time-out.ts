import type { EndFacts, Execution } from '@evenkeel/domain';
import { abandonChunks } from '@evenkeel/operations';
import type { Acting } from './acting.js';
import { askAboutUnended } from './ask-about-created.js';
import { end } from './end.js';
import { stop } from './stop.js';

export async function timeOut(acting: Acting): Promise<Execution> {
  const timedOutAfter = acting.job.definition.timeoutMinutes;
  return end(acting, await stop(acting, { timedOutAfter, unended: await findUnended(acting) }));
}

/** What a person is asked about because nothing but its time has ended the listing of the run. */
export async function findUnended(acting: Acting): Promise<EndFacts['unended']> {
  // Nothing is created any more once it is counted.
  await abandonChunks(acting.tx, acting.execution.id);
  const created = await askAboutUnended(acting);
  return created === 0 ? undefined : { minutes: acting.job.definition.timeoutMinutes, created };
}
