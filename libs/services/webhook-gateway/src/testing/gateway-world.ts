import { createHmac } from 'node:crypto';
import { NodeHmac, SystemClock, UuidIds } from '@evenkeel/adapter-node-runtime';
import { testDatabase, type SpecDatabase } from '@evenkeel/adapter-postgres/testing';
import { AesWebhookSecretBox, generateSecretKey, webhookKeys } from '@evenkeel/adapter-secrets';
import { drainOutbox, ListedLogger, ListedMeter, seedJob, someJob } from '@evenkeel/conformance';
import {
  DEFAULT_TENANT,
  DEFAULT_WEBHOOK_RULES,
  type Job,
  type JobDefinition,
  type WebhookRules,
} from '@evenkeel/domain';
import {
  Clock,
  Hmac,
  Ids,
  Logger,
  Meter,
  ServiceStore,
  Store,
  WebhookSecretBox,
  type EndpointSecrets,
  type OutboxEntry,
  type WebhookEndpoint,
  type SystemTransaction,
  type Transaction,
  type Transactions,
} from '@evenkeel/ports';
import type { SentRequest } from '../accept-delivery.js';
import {
  AcceptDelivery,
  FindAddress,
  GatewayMetrics,
  KeepDeliveries,
  StartDelivered,
  webhookGatewayService,
} from '../index.js';

export const SECRET = 'a secret between two';

/** A delivery as it comes over the wire. */
export function sent(body: string, headers: SentRequest['headers'] = {}): SentRequest {
  return { method: 'POST', headers, query: {}, bytes: Buffer.from(body), isLocal: true };
}

/** What a provider sends in Evenkeel's own scheme. */
export function signed(id: string, body: string, { secret = SECRET, at = new Date() } = {}): SentRequest {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const hex = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('hex');
  return sent(body, {
    'x-evenkeel-delivery': id,
    'x-evenkeel-timestamp': timestamp,
    'x-evenkeel-signature': `sha256=${hex}`,
  });
}

interface EndpointOptions {
  readonly rules?: WebhookRules;
  readonly secrets?: EndpointSecrets;
}

/** The gateway on a real database. */
export class GatewayWorld {
  readonly database: SpecDatabase = testDatabase();
  readonly meter = new ListedMeter();
  readonly log = new ListedLogger();
  private readonly box = new AesWebhookSecretBox(webhookKeys([generateSecretKey()]));
  private readonly ids = new UuidIds();

  get store(): Store {
    return this.database.postgres.store;
  }

  /** Units of work of the default tenant, and those over all. */
  get tenant(): Transactions<Transaction> {
    return this.database.tenant;
  }

  get system(): Transactions<SystemTransaction> {
    return this.database.system;
  }

  /** The store as the service may use it. */
  get ownStore(): Store {
    return new ServiceStore(webhookGatewayService, this.store);
  }

  /** Each call is another replica. */
  acceptDelivery(): AcceptDelivery {
    const { ownStore, box } = this;
    const keeping = new KeepDeliveries(ownStore);
    const addresses = new FindAddress(ownStore, box, new SystemClock());
    const metrics = new GatewayMetrics(this.meter, new SystemClock());
    return new AcceptDelivery(ownStore, addresses, new NodeHmac(), keeping, metrics);
  }

  /** Has the deliveries that wait become runs; each call is another replica. */
  startDelivered(): Promise<void> {
    return new StartDelivered(this.ownStore, this.ids).run();
  }

  /** What Nest needs to build the gateway itself. */
  get providers() {
    return [
      { provide: Store, useValue: this.ownStore },
      { provide: WebhookSecretBox, useValue: this.box },
      { provide: Hmac, useValue: new NodeHmac() },
      { provide: Ids, useValue: this.ids },
      { provide: Meter, useValue: this.meter },
      { provide: Clock, useValue: new SystemClock() },
      { provide: Logger, useValue: this.log },
    ];
  }

  /** An endpoint for a stream of a connection that has this job. */
  async endpoint(
    definition: Partial<JobDefinition> = { webhook: true },
    idPath = 'data.id',
    { rules = DEFAULT_WEBHOOK_RULES, secrets = { secret: SECRET } }: EndpointOptions = {},
  ): Promise<{ readonly job: Job; readonly endpoint: WebhookEndpoint }> {
    const { job } = await seedJob(this.tenant, definition);
    const id = this.ids.next();
    const endpoint: WebhookEndpoint = {
      id,
      connectionId: job.connectionId,
      stream: job.definition.stream,
      token: this.ids.secret(24),
      sealedSecret: this.box.seal(
        { ...secrets },
        { tenantId: DEFAULT_TENANT, owner: id, field: 'webhook_secret' },
      ),
      previousUntil: null,
      revision: 1,
      idPaths: [idPath],
      rules,
    };
    await this.tenant.transaction((tx) => tx.webhooks.insertEndpoint(endpoint));
    return { job, endpoint };
  }

  /** Gives an endpoint other secrets; the old one counts no more. */
  async rotate({ id }: WebhookEndpoint, secrets: EndpointSecrets): Promise<void> {
    const place = { tenantId: DEFAULT_TENANT, owner: id, field: 'webhook_secret' } as const;
    const sealed = this.box.seal({ ...secrets }, place);
    await this.tenant.transaction((tx) => tx.webhooks.replaceSecret(id, sealed, 0));
  }

  async addJob(connectionId: string, definition: Partial<JobDefinition>): Promise<Job> {
    const job = someJob(connectionId, definition);
    await this.tenant.transaction((tx) => tx.jobs.insert(job));
    return job;
  }

  async deliveries({ id }: WebhookEndpoint) {
    return this.database.rows<{
      state: string;
      why: string | null;
      externalIds: string[];
      body: string;
      triggerIds: string[];
    }>(
      `select state, why, external_ids as "externalIds", body, trigger_ids as "triggerIds" from webhook_delivery
       where endpoint_id = $1 order by received_at`,
      [id],
    );
  }

  async triggers({ id }: Job) {
    return this.database.rows<{ id: string; kind: string; actor: string; externalIds: string[] }>(
      'select id, kind, actor, external_ids as "externalIds" from trigger where job_id = $1 order by id',
      [id],
    );
  }

  async published(): Promise<readonly OutboxEntry[]> {
    return drainOutbox(this.database.postgres.outbox);
  }
}
