import type { CallerView } from '@evenkeel/contracts-admin';
import type { Caller } from '../caller.js';

/** Tells callers who they are taken for. */
export class ShowCaller {
  async show({ actor, tenantId, roles }: Caller): Promise<CallerView> {
    return { actor, tenantId, roles: [...roles] };
  }
}
