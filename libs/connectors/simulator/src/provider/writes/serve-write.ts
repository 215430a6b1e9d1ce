import { setTimeout as delay } from 'node:timers/promises';
import { CUT, refusal, type Reply } from '../answer.js';
import { damageAnswer } from '../damage.js';
import type { DataSet } from '../data-set.js';
import type { ActiveFaults } from '../fault-book.js';
import type { WriteCall } from './asked-write.js';
import type { WriteDesk } from './write-desk.js';

/** Carries out a call that writes, and loses or damages its answer as the faults say. */
export async function serveWrite(
  desk: WriteDesk,
  data: DataSet,
  call: WriteCall,
  faults: ActiveFaults,
): Promise<Reply> {
  if (faults.has('reset-before')) return CUT;
  const answer = desk.write(data, call, faults);
  const lateMs = Number(faults.get('late')?.['ms'] ?? 0);
  if (lateMs > 0) await delay(lateMs);
  if (faults.has('reset-after')) return CUT;
  if (faults.has('error-after')) return refusal(500, 'broken');
  if (!faults.has('no-body') || answer.status >= 300) return damageAnswer(answer, faults);
  return { ...answer, status: answer.status === 200 ? 204 : answer.status, body: '' };
}
