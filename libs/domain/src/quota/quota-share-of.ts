import type { Execution } from '../execution/execution.js';
import type { QuotaShare } from './quota.js';

/** Real-time: named records, and what was started by hand; everything else is bulk. */
export function quotaShareOf({ lane, triggerKind }: Pick<Execution, 'lane' | 'triggerKind'>): QuotaShare {
  return lane === 'single' || triggerKind === 'manual' ? 'reserved' : 'bulk';
}
