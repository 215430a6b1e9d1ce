import type { Execution } from '@evenkeel/domain';
import type { Acting } from './acting.js';
import { end } from './end.js';
import { stop } from './stop.js';

export async function timeOut(acting: Acting): Promise<Execution> {
  return end(acting, await stop(acting, { timedOutAfter: acting.job.definition.timeoutMinutes }));
}
