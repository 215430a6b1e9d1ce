import type { WatermarkChangeView } from '@evenkeel/contracts-admin';
import type { WatermarkChange } from '@evenkeel/ports';

export function changeToView(change: WatermarkChange): WatermarkChangeView {
  const { watermark, savedAt, executionId, actor } = change;
  return { watermark, savedAt: savedAt.toISOString(), executionId, actor };
}

export const NEVER_MOVED: WatermarkChangeView = {
  watermark: null,
  savedAt: null,
  executionId: null,
  actor: null,
};
