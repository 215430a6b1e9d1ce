import { NodeTimers, SystemClock, Sha256Digest, UuidIds } from '@evenkeel/adapter-node-runtime';
import { testDatabase, type SpecDatabase } from '@evenkeel/adapter-postgres/testing';
import { AesPayloadBox, HmacKeyedDigest, KeptKeys } from '@evenkeel/adapter-secrets';
import { RecordChecks, RecordSecrets } from '@evenkeel/operations';
import { drainOutbox, ListedMeter, seedJob, someChunk, someExecution } from '@evenkeel/conformance';
import type { PageFetched } from '@evenkeel/contracts-messages';
import type {
  Chunk,
  Execution,
  Job,
  JobDefinition,
  JsonObject,
  JsonValue,
  RecordFailure,
  Slice,
  SourceRecord,
} from '@evenkeel/domain';
import {
  ServiceStore,
  type OutboxEntry,
  type RecordOutcome,
  type Store,
  type SystemTransaction,
  type Transaction,
  type Transactions,
} from '@evenkeel/ports';
import {
  ApplyContexts,
  ApplyPages,
  ApplyPushes,
  BulkPlaces,
  ChooseMode,
  IngestionMetrics,
  ingestionService,
  OnLivePageFetched,
  OnPageFetched,
  StreamShapes,
} from '../index.js';

/** 32 bytes in base64. */
const KEY = 'A'.repeat(43);
const KEPT = new KeptKeys({ record: [KEY] });

/** A chunk that a worker holds, in an execution of its own. */
export interface Claimed {
  readonly job: Job;
  readonly execution: Execution;
  readonly chunk: Chunk;
}

export interface StoredContent {
  readonly externalId: string;
  readonly data: JsonObject;
  readonly version: number;
}

export interface StoredPage {
  readonly pageNo: number;
  readonly seen: number;
  /** Pages of one transaction have the same. */
  readonly transaction: string;
}

export function sourceRecord(externalId: string | null, changes: Partial<SourceRecord> = {}): SourceRecord {
  return { externalId, version: null, modifiedAt: null, data: { id: externalId }, ...changes };
}

/** A record whose content is one word. */
export function saying(
  externalId: string,
  word: JsonValue,
  changes: Partial<SourceRecord> = {},
): SourceRecord {
  return sourceRecord(externalId, { data: { id: externalId, word }, ...changes });
}

/** Ingestion on a real database. */
export class IngestionWorld {
  readonly database: SpecDatabase;
  readonly meter = new ListedMeter();
  transactions = 0;
  /** All that was said to the database. */
  readonly statements: string[] = [];

  constructor(open = testDatabase) {
    const count = (sql: string) => {
      this.statements.push(sql);
      this.transactions += sql.startsWith('begin') ? 1 : 0;
    };
    this.database = open({ gate: { before: async (_, sql) => void count(sql) } });
  }

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
    return new ServiceStore(ingestionService, this.store);
  }

  /** Each call is another replica. */
  onPageFetched(): OnPageFetched {
    return new OnPageFetched(this.applying(), new BulkPlaces(), this.pushes());
  }

  onLivePageFetched(): OnLivePageFetched {
    return new OnLivePageFetched(this.applying(), this.pushes());
  }

  private contexts(): ApplyContexts {
    const secrets = new RecordSecrets(
      new HmacKeyedDigest(KEPT.derived('digest').key),
      new AesPayloadBox(KEPT.derived('payload')),
    );
    return new ApplyContexts(
      ...([this.ownStore, new Sha256Digest(), new UuidIds(), new RecordChecks(), secrets] as const),
    );
  }

  private pushes(): ApplyPushes {
    return new ApplyPushes(this.contexts(), new IngestionMetrics(this.meter, new SystemClock()));
  }

  private applying(): ApplyPages {
    const metrics = new IngestionMetrics(this.meter, new SystemClock());
    return new ApplyPages(this.contexts(), new ChooseMode(), new StreamShapes(), new NodeTimers(), metrics);
  }

  async apply(...pages: readonly PageFetched[]): Promise<void> {
    await this.onPageFetched().handle(pages);
  }

  async claimed(definition: Partial<JobDefinition> = {}): Promise<Claimed> {
    return this.claimedOf((await seedJob(this.tenant, definition)).job);
  }

  /** A further execution of the same job. */
  async claimedOf(
    job: Job,
    changes: Partial<Execution> = {},
    slice: Slice = { kind: 'whole' },
  ): Promise<Claimed> {
    const execution = someExecution(job.id, changes);
    const chunk = someChunk(execution.id, { slice });
    await this.tenant.transaction(async (tx) => {
      await tx.executions.insert(execution);
      await tx.chunks.insert([chunk]);
    });
    const claim = await this.system.transaction(async (tx) => {
      await tx.chunkQueue.assign([chunk.id]);
      return tx.chunkQueue.claim(chunk.id, 'worker', 60_000);
    });
    if (claim === undefined) throw new Error('The chunk was not claimed');
    return { job, execution, chunk: claim.chunk };
  }

  async chunk({ execution }: Claimed): Promise<Chunk> {
    const [chunk] = await this.tenant.transaction((tx) => tx.chunks.ofExecution(execution.id));
    return chunk!;
  }

  /** By external id. */
  async contents({ job }: Claimed): Promise<readonly StoredContent[]> {
    return this.database.rows<StoredContent>(
      `select e.external_id as "externalId", r.data, r.version from record r
       join external_reference e on e.record_id = r.id join reference_set s on s.id = e.set_id
       where s.connection_id = $1 order by e.external_id`,
      [job.connectionId],
    );
  }

  /** The word that each record says, by external id. */
  async words(claimed: Claimed): Promise<Readonly<Record<string, JsonValue | undefined>>> {
    const contents = await this.contents(claimed);
    return Object.fromEntries(contents.map(({ externalId, data }) => [externalId, data['word']]));
  }

  async pages({ chunk }: Claimed): Promise<readonly StoredPage[]> {
    return this.database.rows<StoredPage>(
      `select page_no as "pageNo", cardinality(seen) as seen, xmin::text as transaction
       from page_result where chunk_id = $1 order by page_no`,
      [chunk.id],
    );
  }

  async outcomes({ execution }: Claimed): Promise<readonly RecordOutcome[]> {
    const { items } = await this.tenant.transaction((tx) =>
      tx.receipts.outcomes(execution.id, { after: null, limit: 1000 }),
    );
    return items;
  }

  async failures({ id: jobId }: Job): Promise<readonly RecordFailure[]> {
    const { items } = await this.tenant.transaction((tx) =>
      tx.failures.list({ jobId }, { after: null, limit: 1000 }),
    );
    return items;
  }

  async published(): Promise<readonly OutboxEntry[]> {
    return drainOutbox(this.database.postgres.outbox);
  }

  /** Everything that applying a page may leave behind. */
  async everything(claimed: Claimed): Promise<unknown> {
    const { execution } = claimed;
    const changes = await this.database.rows(
      'select * from record_change where execution_id = $1 order by id',
      [execution.id],
    );
    const [contents, pages, outcomes, chunk, failures] = [
      await this.contents(claimed),
      await this.pages(claimed),
      await this.outcomes(claimed),
      await this.chunk(claimed),
      await this.failures(claimed.job),
    ];
    return { contents, pages, outcomes, chunk, failures, changes };
  }
}

/** A page of the chunk; its cursors follow from its number unless they are given. The last one has `cursorOut: null`. */
export function pageOf(
  { execution, chunk }: Claimed,
  pageNo: number,
  records: readonly SourceRecord[],
  changes: Partial<PageFetched> = {},
): PageFetched {
  return {
    tenantId: execution.tenantId,
    executionId: execution.id,
    chunkId: chunk.id,
    epoch: chunk.epoch,
    attempt: chunk.attempt,
    pageNo,
    cursorIn: pageNo === 0 ? null : `page-${pageNo}`,
    cursorOut: `page-${pageNo + 1}`,
    observedAt: '2026-11-01T12:00:00.000Z',
    bound: null,
    records: [...records],
    ...changes,
  };
}
