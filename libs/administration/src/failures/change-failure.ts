import type { FailureView, RequestOf, RetryView } from '@evenkeel/contracts-admin';
import {
  isJsonObject,
  parseJson,
  storableText,
  SyncError,
  type FailureId,
  type RecordFailure,
} from '@evenkeel/domain';
import { Digest, Store, type Transaction } from '@evenkeel/ports';
import type { Caller, Terms } from '../caller.js';
import { InvalidRequest } from '../invalid-request.js';
import { findFailure, viewFailure } from './list-failures.js';
import { assertOpen, RetryFailuresUseCase, viewRetry } from './retry-failures.js';

/** What a person does about one failure besides trying it again. */
export class ChangeFailure {
  constructor(
    private readonly store: Store,
    private readonly digest: Digest,
    private readonly retrying: RetryFailuresUseCase,
  ) {}

  /** Keeps the edited payload and tries it: it takes the place of what the provider gave, as of when that was read. */
  async edit(
    { tenantId, actor }: Caller,
    { failure: id, raw, ...edited }: RequestOf<'editFailure'>,
    { key }: Terms,
  ): Promise<RetryView> {
    const externalId = edited.externalId ?? null;
    assertObject(raw);
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
      await tx.failures.edit(id, { raw, digest: this.digest.of(raw), externalId, actor });
      await tx.failures.note([id], null, { kind: 'edited', at: (await tx.now()).toISOString(), actor });
      return this.retrying.request(tx, request, { jobId, failureIds: [id], actor });
    });
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

function assertObject(raw: string): void {
  let parsed: unknown;
  try {
    parsed = parseJson(raw);
  } catch {
    throw new InvalidRequest([{ path: 'raw', message: 'is not JSON' }]);
  }
  if (!isJsonObject(parsed)) {
    throw new InvalidRequest([{ path: 'raw', message: 'must be the JSON text of an object' }]);
  }
}
