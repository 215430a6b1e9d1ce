import type { TenantId } from '../ids.js';

/** What a model may be asked: calls, and tokens of questions and answers together. */
export interface ModelBudget {
  /** From midnight to midnight, UTC. */
  readonly callsPerDay: number;
  readonly tokensPerDay: number;
  /** About the conflicts that one execution found. */
  readonly callsPerRun: number;
  readonly tokensPerRun: number;
}

export const DEFAULT_MODEL_BUDGET: ModelBudget = {
  ...{ callsPerDay: 1_000, tokensPerDay: 1_000_000 },
  ...{ callsPerRun: 100, tokensPerRun: 100_000 },
};

export const DEFAULT_MODEL_TIMEOUT_MS = 60_000;

/** The language model that a tenant has asked about conflicts: of any server that answers chat completions as OpenAI's do. A tenant has one at most. */
export interface Model {
  readonly id: string;
  readonly tenantId: TenantId;
  /** To which `/chat/completions` is added. */
  readonly baseUrl: string;
  /** As the server calls it. */
  readonly name: string;
  /** For one call. */
  readonly timeoutMs: number;
  readonly budget: ModelBudget;
  readonly revision: number;
}
