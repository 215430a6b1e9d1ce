import { UuidIds } from '@evenkeel/adapter-node-runtime';
import { testDatabase, type SpecDatabase } from '@evenkeel/adapter-postgres/testing';
import { ListedMeter } from '@evenkeel/conformance';
import { DEFAULT_TENANT } from '@evenkeel/domain';
import {
  ServiceStore,
  type ForeignRecord,
  type StoredTriggerMessage,
  type TriggerTopic,
} from '@evenkeel/ports';
import { schedulerService } from '../../index.js';
import { TakeTopicRecords } from '../take-topic-records.js';
import { TakeTriggers } from '../take-triggers.js';
import { TriggerMetrics } from '../trigger-metrics.js';

export const TOPIC = 'evenkeel.triggers.v1';

let written = 0;

/** As it comes from Kafka, each at a place of its own. */
export function recordOf(changes: Partial<ForeignRecord>): ForeignRecord {
  written += 1;
  return {
    ...{ topic: TOPIC, partition: 0, position: String(written), writtenAt: new Date(1_764_500_000_000) },
    ...{ key: null, text: null, unreadable: null, headers: {} },
    ...changes,
  };
}

interface Said {
  readonly id: string;
  readonly type: string;
  readonly data: object;
  readonly tenantId?: string;
}

/** A CloudEvent in binary mode. */
export function eventRecord({ id, type, data, tenantId }: Said): ForeignRecord {
  return recordOf({
    text: JSON.stringify(data),
    headers: {
      ...{ 'content-type': 'application/json', ce_specversion: '1.0', ce_id: id, ce_source: 'urn:crm' },
      ce_type: type,
      ...(tenantId !== undefined && { ce_tenantid: tenantId }),
    },
  });
}

/** The takers of the scheduler on a real database. */
export class TriggerWorld {
  readonly database: SpecDatabase = testDatabase();
  readonly meter = new ListedMeter();

  get tenant() {
    return this.database.tenant;
  }

  /** Each call is another replica. */
  triggers(): TakeTriggers {
    return new TakeTriggers(this.store, new UuidIds(), new TriggerMetrics(this.meter));
  }

  records(): TakeTopicRecords {
    return new TakeTopicRecords(this.store, new UuidIds(), new TriggerMetrics(this.meter));
  }

  take(...records: ForeignRecord[]): Promise<void> {
    return this.triggers().take(DEFAULT_TENANT, TOPIC, records);
  }

  /** Newest last. */
  async messages(): Promise<StoredTriggerMessage[]> {
    const { items } = await this.tenant.transaction((tx) =>
      tx.triggerMessages.list({ state: null, topic: null }, { after: null, limit: 500 }),
    );
    return [...items].reverse();
  }

  async topic(name = TOPIC): Promise<TriggerTopic | undefined> {
    const topics = await this.tenant.transaction((tx) => tx.triggerMessages.listTopics());
    return topics.find(({ topic }) => topic === name);
  }

  async runs(jobId: string) {
    return this.database.rows<Record<string, unknown>>(
      `select id, kind, actor, mode, external_ids as "externalIds", preview, period, priority, failure_ids as "failureIds", plan_id as "planId"
       from trigger where job_id = $1 order by accepted_at, id`,
      [jobId],
    );
  }

  private get store() {
    return new ServiceStore(schedulerService, this.database.postgres.store);
  }
}
