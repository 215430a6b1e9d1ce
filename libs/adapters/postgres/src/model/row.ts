import type { Model } from '@evenkeel/domain';
import type { StoredModel } from '@evenkeel/ports';
import { columnsOf } from '../table/columns.js';

interface ModelRow {
  tenant_id: string;
  id: string;
  base_url: string;
  name: string;
  timeout_ms: number;
  calls_per_day: number;
  tokens_per_day: number;
  calls_per_run: number;
  tokens_per_run: number;
  revision: number;
}

export const MODEL = columnsOf<ModelRow, Model>({
  tenant_id: ({ tenantId }) => tenantId,
  id: ({ id }) => id,
  base_url: ({ baseUrl }) => baseUrl,
  name: ({ name }) => name,
  timeout_ms: ({ timeoutMs }) => timeoutMs,
  calls_per_day: ({ budget }) => budget.callsPerDay,
  tokens_per_day: ({ budget }) => budget.tokensPerDay,
  calls_per_run: ({ budget }) => budget.callsPerRun,
  tokens_per_run: ({ budget }) => budget.tokensPerRun,
  revision: ({ revision }) => revision,
});

export type ReadModelRow = ModelRow & { readonly sealed_key: string | null; readonly changed_at: Date };

export function modelFromRow(row: ReadModelRow): StoredModel {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    baseUrl: row.base_url,
    name: row.name,
    timeoutMs: row.timeout_ms,
    budget: {
      ...{ callsPerDay: row.calls_per_day, tokensPerDay: row.tokens_per_day },
      ...{ callsPerRun: row.calls_per_run, tokensPerRun: row.tokens_per_run },
    },
    revision: row.revision,
    sealedKey: row.sealed_key,
    changedAt: row.changed_at,
  };
}
