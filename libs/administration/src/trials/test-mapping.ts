import {
  parseJson,
  type MappingTestView,
  type RequestOf,
  type TestedRecordView,
} from '@evenkeel/contracts-admin';
import {
  compileMappingTest,
  maskMappingTest,
  type KeyedHash,
  type MappingTestOf,
  type SensitiveOfJob,
  type SourceRecord,
  type TenantId,
} from '@evenkeel/domain';
import { ConnectorSessions, RecordSecrets, type SealedConnection } from '@evenkeel/operations';
import { Store } from '@evenkeel/ports';
import type { Caller, Terms } from '../caller.js';
import { findJob } from '../jobs/find-job.js';
import { sensitiveOfJob } from '../jobs/sensitive-of-job.js';

/** A provider that sends empty pages on end is asked no further. */
const MOST_PAGES = 10;
/** Records that are read where it is not said how many. */
const SAMPLE = 10;
/** A caller may see what it has given. */
const NOTHING_SENSITIVE: SensitiveOfJob = { fields: [], pieces: [] };

/** Tells what a mapping makes of records; nothing is kept, and nothing of it changes a job. */
export class TestMappingUseCase {
  constructor(
    private readonly store: Store,
    private readonly sessions: ConnectorSessions,
    private readonly secrets: RecordSecrets,
  ) {}

  /** Rejects with `config.invalid_mapping` that names each wrong rule. */
  async ofRules(
    { tenantId }: Caller,
    { mapping, records }: RequestOf<'testMapping'>,
  ): Promise<MappingTestView> {
    return testAll(
      { mapping, fields: [], filter: null, hash: this.hashOf(tenantId) },
      records.map(givenRecord),
    );
  }

  /** With filter and fields of the job, and the schema of its record type. Rejects as well with `provider.*` where a sample of its stream cannot be read. */
  async ofJob(
    { tenantId }: Caller,
    { job: reference, mapping, records, sample = SAMPLE }: RequestOf<'testJobMapping'>,
    { signal }: Terms,
  ): Promise<MappingTestView> {
    const { definition, recordType, called, sensitive } = await this.store
      .of(tenantId)
      .transaction(async (tx) => {
        const job = await findJob(tx, reference);
        const connection = await tx.connections.find(job.connectionId);
        if (connection === undefined) throw new Error(`Connection ${job.connectionId} does not exist`);
        const sealed = await tx.connections.sealedCredentials(connection.id);
        const recordType = await tx.recordTypes.find(job.definition.recordType);
        const sensitive = await sensitiveOfJob(tx, job.definition);
        return { definition: job.definition, recordType, called: { connection, sealed }, sensitive };
      });
    const hash = this.hashOf(tenantId);
    const of = { ...definition, recordType, hash, mapping: mapping ?? definition.mapping };
    // Ahead of the provider, which is not called for rules that are wrong.
    compileMappingTest(of);
    if (records !== undefined) return testAll(of, records.map(givenRecord));
    const read = await this.read(called, { stream: definition.stream, sample, signal });
    // What the caller has not given is the provider's to show, but for what is sensitive.
    return testAll(of, read, sensitive);
  }

  private hashOf(tenantId: TenantId): KeyedHash {
    return (text) => this.secrets.of(tenantId).hash(text);
  }

  /** The first records of the listing; fewer where it has no more. */
  private async read(
    called: SealedConnection,
    { stream: name, sample, signal }: Sample,
  ): Promise<readonly Sampled[]> {
    const session = this.sessions.open(called, { signal, share: 'reserved' });
    const stream = await session.stream(name);
    const pageSize = stream.description.pageSize ?? sample;
    const found: Sampled[] = [];
    let cursor: string | null = null;
    for (let page = 0; page < MOST_PAGES && found.length < sample; page += 1) {
      signal.throwIfAborted();
      const { records, next } = await stream.readPage({ cursor, pageSize, since: null });
      found.push(...records.map((record) => ({ record, externalId: record.externalId })));
      if (next === null) break;
      cursor = next;
    }
    return found.slice(0, sample);
  }
}

interface Sample extends Pick<Terms, 'signal'> {
  readonly stream: string;
  readonly sample: number;
}

interface Sampled {
  readonly record: SourceRecord;
  /** As the provider gave it. */
  readonly externalId: string | null;
}

/** Which field is the id is known to the connector only: that there is none speaks against no record that was given. */
function givenRecord(data: SourceRecord['data'], at: number): Sampled {
  return {
    record: { externalId: `given ${at + 1}`, version: null, modifiedAt: null, data },
    externalId: null,
  };
}

function testAll(
  of: MappingTestOf,
  sampled: readonly Sampled[],
  sensitive: SensitiveOfJob = NOTHING_SENSITIVE,
): MappingTestView {
  const test = compileMappingTest(of);
  const records = sampled.map(({ record, externalId }): TestedRecordView => {
    const { afterText, fields, ...told } = maskMappingTest(test(record), of.mapping, sensitive);
    const after = afterText === null ? null : parseJson(afterText);
    return { externalId, ...told, after, fields: [...fields] };
  });
  return { ok: records.every(({ outcome }) => outcome !== 'rejected'), records };
}
