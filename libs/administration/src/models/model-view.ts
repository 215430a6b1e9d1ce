import type { ModelView } from '@evenkeel/contracts-admin';
import type { ModelUse } from '@evenkeel/domain';
import type { StoredModel } from '@evenkeel/ports';

export function modelToView(model: StoredModel, usedToday: ModelUse): ModelView {
  const { baseUrl, name, sealedKey, timeoutMs, budget, changedAt, revision } = model;
  return {
    ...{ baseUrl, name, hasKey: sealedKey !== null, timeoutSeconds: timeoutMs / 1000 },
    ...{ budget, usedToday, changedAt: changedAt.toISOString(), revision },
  };
}
