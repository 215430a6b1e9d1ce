import type { ModelView, RequestOf } from '@evenkeel/contracts-admin';
import {
  assertBoundTo,
  DEFAULT_MODEL_BUDGET,
  DEFAULT_MODEL_TIMEOUT_MS,
  SyncError,
  type Model,
} from '@evenkeel/domain';
import { CredentialSafe } from '@evenkeel/operations';
import { Ids, Logger, Store, type StoredModel, type Transaction } from '@evenkeel/ports';
import type { Caller, Terms } from '../caller.js';
import { InvalidRequest } from '../invalid-request.js';
import { assertRevision } from '../jobs/assert-revision.js';
import { modelToView } from './model-view.js';

type Wanted = RequestOf<'setModel'>;

/** The language model of a tenant. Nothing is called. */
export class ManageModel {
  constructor(
    private readonly store: Store,
    private readonly safe: CredentialSafe,
    private readonly ids: Ids,
    private readonly log: Logger,
  ) {}

  /** Rejects with `request.not_found`. */
  async show({ tenantId }: Caller): Promise<ModelView> {
    return this.store.of(tenantId).transaction(async (tx) => viewOf(tx, known(await tx.models.find())));
  }

  /**
   * Rejects with `request.invalid` where there is none and the request does not say enough for one, with `config.credentials_bound_elsewhere` where
   * the key would go to another host than it was given for, and with `request.stale`.
   */
  async set({ tenantId, actor }: Caller, wanted: Wanted, { seen }: Terms): Promise<ModelView> {
    const view = await this.store.of(tenantId).transaction(async (tx) => {
      const before = await tx.models.lock();
      assertRevision('The model', before?.revision ?? 0, seen);
      const model = this.modelOf(tx, before, wanted);
      await tx.models.save(model, this.sealedKey(before, model, wanted));
      return viewOf(tx, known(await tx.models.find()));
    });
    this.log.info('model set', { actor, revision: view.revision });
    return view;
  }

  /** Rejects with `request.not_found` and `request.stale`. */
  async remove({ tenantId, actor }: Caller, _request: object, { seen }: Terms): Promise<ModelView> {
    const view = await this.store.of(tenantId).transaction(async (tx) => {
      const model = known(await tx.models.lock());
      assertRevision('The model', model.revision, seen);
      const shown = await viewOf(tx, model);
      await tx.models.remove();
      return shown;
    });
    this.log.info('model removed', { actor });
    return view;
  }

  private modelOf({ tenantId }: Transaction, before: StoredModel | undefined, wanted: Wanted): Model {
    const { baseUrl = before?.baseUrl, name = before?.name, timeoutSeconds, budget } = wanted;
    if (baseUrl === undefined || name === undefined) {
      const missing = Object.entries({ baseUrl, name }).filter(([, given]) => given === undefined);
      throw new InvalidRequest(
        missing.map(([path]) => ({ path, message: 'must be given: no model is set yet' })),
      );
    }
    const given = Object.entries(budget ?? {}).filter(([, most]) => most !== undefined);
    return {
      ...{ id: before?.id ?? this.ids.next(), tenantId, baseUrl, name },
      timeoutMs:
        timeoutSeconds === undefined
          ? (before?.timeoutMs ?? DEFAULT_MODEL_TIMEOUT_MS)
          : timeoutSeconds * 1000,
      budget: { ...DEFAULT_MODEL_BUDGET, ...before?.budget, ...Object.fromEntries(given) },
      revision: (before?.revision ?? 0) + 1,
    };
  }

  private sealedKey(
    before: StoredModel | undefined,
    model: Model,
    { key }: Wanted,
  ): StoredModel['sealedKey'] {
    const destinations = { baseUrl: new URL(model.baseUrl).origin };
    if (key === null) return null;
    if (key !== undefined) return this.safe.seal({ credentials: { key }, destinations }, model, 'model_key');
    const kept = this.safe.open(before?.sealedKey ?? null, model, 'model_key');
    if (kept !== null) assertBoundTo(kept.destinations, destinations);
    return before?.sealedKey ?? null;
  }
}

async function viewOf(tx: Transaction, model: StoredModel): Promise<ModelView> {
  return modelToView(model, (await tx.models.uses(null)).ofDay);
}

function known(model: StoredModel | undefined): StoredModel {
  if (model !== undefined) return model;
  throw new SyncError('request.not_found', 'No model is set; `evenkeel models set` names one');
}
