import type {
  ExecutionId,
  JobId,
  RecordUpdate,
  RecordWrite,
  ReferenceSet,
  UntoldFields,
} from '@evenkeel/domain';
import type { HeldRecord, RecordWriteRepository } from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import { HELD_RECORDS } from './held-statement.js';
import { findUnstorable } from './find-unstorable.js';
import { UPDATES, WRITES } from './reference-row.js';
import type { ReferenceSets } from './reference-sets.js';
import { CREATE_RECORDS, RESTORE_RECORDS, UPDATE_RECORDS } from './statements.js';

export class PostgresRecordWriteRepository implements RecordWriteRepository {
  constructor(
    private readonly session: Session,
    private readonly sets: ReferenceSets,
  ) {}

  async tellOfEach(executionId: ExecutionId, untold: UntoldFields | null): Promise<void> {
    await this.session.write(
      `select set_config('evenkeel.tells_records', $1, true), set_config('evenkeel.tells_values', $2, true)`,
      [executionId, untold === null ? '' : JSON.stringify(untold)],
    );
  }

  async causedBy(jobId: JobId): Promise<void> {
    await this.session.write(`select set_config('evenkeel.cause_job', $1, true)`, [jobId]);
  }

  async waitBriefly(): Promise<void> {
    await this.session.waitForRows();
  }

  async findHeld(set: ReferenceSet, externalIds: readonly string[]): Promise<readonly HeldRecord[]> {
    const known = await this.sets.find(this.session, set);
    if (known === undefined) return [];
    return this.session.rows<HeldRecord & Record<string, unknown>>(HELD_RECORDS, [known.id, externalIds]);
  }

  async create(
    set: ReferenceSet,
    writes: readonly RecordWrite[],
    executionId?: ExecutionId,
  ): Promise<readonly string[]> {
    if (writes.length === 0) return [];
    const { id, tenantId } = await this.sets.findOrCreate(this.session, set);
    const values = [id, tenantId, set.recordType, executionId ?? null, ...WRITES.values(writes)];
    return (await this.session.hot(CREATE_RECORDS, values)).map(([referenceId]) => referenceId!);
  }

  async update(executionId: ExecutionId, updates: readonly RecordUpdate[]): Promise<void> {
    if (updates.length === 0) return;
    const values = UPDATES.values(updates);
    const [written] = await this.session.hot(UPDATE_RECORDS, [executionId, ...values]);
    if (Number(written?.[0]) < updates.length) await this.session.write(RESTORE_RECORDS, values);
  }

  async findUnstorable(
    writes: readonly RecordWrite[],
  ): Promise<readonly { readonly index: number; readonly message: string }[]> {
    return findUnstorable(this.session, writes);
  }
}
