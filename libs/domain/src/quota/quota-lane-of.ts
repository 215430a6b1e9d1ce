import type { Execution } from '../execution/execution.js';
import type { QuotaLane } from './quota.js';

/** Somebody waits for named records, and for what was started by hand; everything else is bulk. */
export function quotaLaneOf({ lane, triggerKind }: Pick<Execution, 'lane' | 'triggerKind'>): QuotaLane {
  return lane === 'single' || triggerKind === 'manual' ? 'reserved' : 'bulk';
}
