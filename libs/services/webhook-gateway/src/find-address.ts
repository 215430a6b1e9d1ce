import { isStorable, SyncError } from '@evenkeel/domain';
import { Clock, Store, WebhookSecretBox, type EndpointSecrets, type WebhookAddress } from '@evenkeel/ports';

/** What is known of an address, with its secrets opened. */
export interface FoundAddress {
  readonly address: WebhookAddress;
  readonly secrets: EndpointSecrets;
  /** It was looked up for an earlier delivery, and may be another one by now. */
  readonly isKept: boolean;
}

interface KeptAddress extends FoundAddress {
  readonly foundMs: number;
}

/** What is stored is compared with the store again; this bounds how long a challenge is answered for an address that was closed. */
const KEPT_MS = 2_000;
const MOST_KEPT = 1_000;

/** Looks up addresses, and keeps those that are there for a moment: senders send in bursts. */
export class FindAddress {
  private readonly kept = new Map<string, KeptAddress>();

  constructor(
    private readonly store: Store,
    private readonly secrets: WebhookSecretBox,
    private readonly clock: Clock,
  ) {}

  /** Undefined where there is none. */
  async find(token: string): Promise<FoundAddress | undefined> {
    const nowMs = this.clock.monotonicMs();
    const kept = this.kept.get(token);
    if (kept === undefined || nowMs - kept.foundMs > KEPT_MS) return this.findAnew(token);
    const { address } = kept;
    const now = new Date(address.now.getTime() + nowMs - kept.foundMs);
    return { ...kept, address: { ...address, now }, isKept: true };
  }

  /** As it is now in the store. */
  async findAnew(token: string): Promise<FoundAddress | undefined> {
    this.kept.delete(token);
    const foundMs = this.clock.monotonicMs();
    // Senders are not known yet: a token may hold what the database would not even compare.
    if (!isStorable(token)) return undefined;
    const address = await this.store.system.read((tx) => tx.webhookAddresses.find(token));
    if (address === undefined) return undefined;
    const found = { address, secrets: this.secretsOf(address), isKept: false };
    if (this.kept.size >= MOST_KEPT) this.kept.clear();
    this.kept.set(token, { ...found, foundMs });
    return found;
  }

  private secretsOf({ tenantId, endpoint }: WebhookAddress): EndpointSecrets {
    const place = { tenantId, owner: endpoint.id, field: 'webhook_secret' } as const;
    const secrets = this.secrets.open(endpoint.sealedSecret, place);
    if (typeof secrets['secret'] === 'string') return secrets as unknown as EndpointSecrets;
    throw new SyncError('system.unexpected', `Webhook endpoint ${endpoint.id} was stored without a secret`);
  }
}
