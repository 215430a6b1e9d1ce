import type { SystemTransaction } from '@evenkeel/ports';
import { PostgresAccessRepository } from './access/access-repository.js';
import { PostgresAuditNotes } from './audit/repository.js';
import { PostgresTenantRemovalRepository } from './access/tenant-removal-repository.js';
import { PostgresTenantRepository } from './access/tenant-repository.js';
import { PostgresDispatchRepository } from './chunk/dispatch-repository.js';
import { PostgresChunkQueueRepository } from './chunk/queue-repository.js';
import { PostgresWebhookAddressRepository } from './connection/webhook-address-repository.js';
import type { Session } from './database/session.js';
import { PostgresDueRepository } from './engine/due-repository.js';
import { PostgresPurgeRepository } from './engine/purge-repository.js';
import { PostgresEngineRepository } from './engine/repository.js';
import { PostgresSystemEventRepository } from './event/repository.js';
import { PostgresGrowthRepository } from './growth/repository.js';
import { PostgresOutageRepository } from './outbox/outage-repository.js';
import { PostgresSystemOutboxRepository } from './outbox/repository.js';

export class PostgresSystemTransaction implements SystemTransaction {
  readonly due: PostgresDueRepository;
  readonly purges: PostgresPurgeRepository;
  readonly growth: PostgresGrowthRepository;
  readonly chunkQueue: PostgresChunkQueueRepository;
  readonly dispatch: PostgresDispatchRepository;
  readonly webhookAddresses: PostgresWebhookAddressRepository;
  readonly engine: PostgresEngineRepository;
  readonly access: PostgresAccessRepository;
  readonly tenants: PostgresTenantRepository;
  readonly tenantRemovals: PostgresTenantRemovalRepository;
  readonly audit: PostgresAuditNotes;
  readonly outages: PostgresOutageRepository;
  readonly events: PostgresSystemEventRepository;
  readonly outbox: PostgresSystemOutboxRepository;

  constructor(private readonly session: Session) {
    this.due = new PostgresDueRepository(session);
    this.purges = new PostgresPurgeRepository(session);
    this.growth = new PostgresGrowthRepository(session);
    this.chunkQueue = new PostgresChunkQueueRepository(session);
    this.dispatch = new PostgresDispatchRepository(session);
    this.webhookAddresses = new PostgresWebhookAddressRepository(session);
    this.engine = new PostgresEngineRepository(session);
    this.access = new PostgresAccessRepository(session);
    this.tenants = new PostgresTenantRepository(session);
    this.tenantRemovals = new PostgresTenantRemovalRepository(session);
    this.audit = new PostgresAuditNotes(session);
    this.outages = new PostgresOutageRepository(session);
    this.events = new PostgresSystemEventRepository(session);
    this.outbox = new PostgresSystemOutboxRepository(session);
  }

  now(): Promise<Date> {
    return this.session.now();
  }
}
