import type { TenantId } from '@evenkeel/domain';
import type { WebhookEndpoint } from './webhook-repository.js';

/** Whose the address of a delivery is: all that is known of its sender. */
export interface WebhookAddressRepository {
  find(token: string): Promise<WebhookAddress | undefined>;
}

export interface WebhookAddress {
  readonly tenantId: TenantId;
  readonly endpoint: WebhookEndpoint;
  /** Another one whenever anything of the endpoint is. */
  readonly revision: string;
  /** Whether deliveries to it were refused since one was taken last. */
  readonly refuses: boolean;
  /** The time of the store. */
  readonly now: Date;
}
