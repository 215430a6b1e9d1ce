import type { FailureView, RequestOf, RetryView } from '@evenkeel/contracts-admin';
import {
  isJsonObject,
  parseJson,
  sealEdited,
  sensitiveSources,
  storableText,
  SyncError,
  type FailureId,
  type JsonObject,
  type RecordFailure,
} from '@evenkeel/domain';
import { RecordSecrets } from '@evenkeel/operations';
import { Digest, Store, type Transaction } from '@evenkeel/ports';
import type { Caller, Terms } from '../caller.js';
import { InvalidRequest } from '../invalid-request.js';
import { sensitiveOfJob } from '../jobs/sensitive-of-job.js';
import { findFailure, viewFailure } from './list-failures.js';
import { assertOpen, RetryFailuresUseCase, viewRetry } from './retry-failures.js';

/** What a person does about one failure besides trying it again. */
export class ChangeFailure {
  constructor(
    private readonly store: Store,
    private readonly digest: Digest,
    private readonly retrying: RetryFailuresUseCase,
    private readonly secrets: RecordSecrets,
  ) {}

  /** Keeps the edited payload and tries it: it takes the place of what the provider gave, as of when that was read. */
  async edit(
    { tenantId, actor }: Caller,
    { failure: id, raw, ...edited }: RequestOf<'editFailure'>,
    { key }: Terms,
  ): Promise<RetryView> {
    const externalId = edited.externalId ?? null;
    const object = parseObject(raw);
    return this.store.of(tenantId).transaction(async (tx) => {
      const failure = await lockFailure(tx, id);
      const { jobId } = failure;
      const request = await this.retrying.read(tx, {
        jobId,
        key,
        says: ['edit', id, raw, edited.externalId],
      });
      if (request.earlier !== undefined) return viewRetry(tx, request.earlier);
      assertOpen(failure);
      if (externalId !== null && failure.externalId !== null && externalId !== failure.externalId) {
        throw new SyncError('request.wrong_state', `Failure ${id} has an id already: ${failure.externalId}`);
      }
      const kept = await this.seal(tx, failure, object);
      await tx.failures.edit(id, { raw: kept, digest: this.digest.of(raw), externalId, actor });
      await tx.failures.note([id], null, { kind: 'edited', at: (await tx.now()).toISOString(), actor });
      return this.retrying.request(tx, request, { jobId, failureIds: [id], actor });
    });
  }

  /** What was shown masked is kept as it was; what is sensitive is sealed. */
  private async seal(tx: Transaction, { jobId, raw }: RecordFailure, edited: JsonObject): Promise<string> {
    const job = await tx.jobs.find(jobId);
    if (job === undefined) throw new Error(`Job ${jobId} does not exist`);
    const sensitive = await sensitiveOfJob(tx, job.definition);
    const { box } = this.secrets.of(job.tenantId);
    const fields = [...sensitiveSources(job.definition.mapping, sensitive.fields), ...sensitive.pieces];
    const kept = raw === null ? null : parseJson(raw);
    return JSON.stringify(sealEdited(edited, { kept, fields, box }));
  }

  /** Doing it twice changes nothing the second time. */
  async discard(
    { tenantId, actor }: Caller,
    { failure: id, reason }: RequestOf<'discardFailure'>,
  ): Promise<FailureView> {
    return this.store.of(tenantId).transaction(async (tx) => {
      const failure = await lockFailure(tx, id);
      if (failure.state !== 'discarded') {
        assertOpen(failure);
        const at = (await tx.now()).toISOString();
        const event = { kind: 'discarded', at, actor, reason: storableText(reason) } as const;
        await tx.failures.note([id], 'discarded', event);
      }
      return viewFailure(tx, await findFailure(tx, id));
    });
  }
}

/** Read again once it is locked: until then a page may change it. */
async function lockFailure(tx: Transaction, id: FailureId): Promise<RecordFailure> {
  const { jobId, key } = await findFailure(tx, id);
  await tx.failures.lock(jobId, [key]);
  return findFailure(tx, id);
}

/** Rejects with `request.invalid`. */
function parseObject(raw: string): JsonObject {
  let parsed: unknown;
  try {
    parsed = parseJson(raw);
  } catch {
    throw new InvalidRequest([{ path: 'raw', message: 'is not JSON' }]);
  }
  if (!isJsonObject(parsed)) {
    throw new InvalidRequest([{ path: 'raw', message: 'must be the JSON text of an object' }]);
  }
  return parsed;
}
