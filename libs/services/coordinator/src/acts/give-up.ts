import type { Execution } from '@evenkeel/domain';
import { askAboutCreated } from './ask-about-created.js';
import type { Acting } from './acting.js';
import { end } from './end.js';
import { stop } from './stop.js';
import { takeBackFailures } from './take-back-failures.js';

/** A chunk failed for good. Where that was for its credentials, the connection needs a person. */
export async function giveUp(acting: Acting): Promise<Execution> {
  const { tx, execution, job } = acting;
  const [failure] = await tx.chunks.failures(execution.id);
  if (failure === undefined) throw new Error(`A chunk of ${execution.id} failed without a problem`);
  const ending = await stop(acting, { problem: failure.problem });
  const { reason } = ending;
  if (reason?.kind === 'auth') {
    await tx.connections.saveStatus(job.connectionId, 'needs_attention', reason.message);
  }
  await takeBackFailures(acting, ending);
  await askAboutCreated(acting, failure.problem);
  return end(acting, ending);
}
