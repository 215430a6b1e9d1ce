import {
  configurationDefaults,
  configurationSchema,
  type AnswerOf,
  type ConfigurationPlan,
  type RequestOf,
} from '@evenkeel/contracts-admin';
import {
  canonicalText,
  CONFIGURATION_VERSION,
  InvalidFields,
  nameText,
  orderObjects,
  type JsonObject,
} from '@evenkeel/domain';
import { Logger, Store } from '@evenkeel/ports';
import type { Caller, Terms } from '../caller.js';
import { AttemptConfiguration, type MadeConfiguration } from './attempt-configuration.js';
import { ConfiguredKinds } from './configured-kinds.js';
import type { Afterwards, FoundObject } from './configured-kind.js';
import { planToView } from './plan-view.js';
import { PrepareConfiguration } from './prepare-configuration.js';

type Request = RequestOf<'applyConfiguration'>;

/** Ends a transaction that is not to be committed. */
class NotCommitted extends Error {
  constructor(readonly made: MadeConfiguration) {
    super('Nothing of it is to be kept');
  }
}

/** What people set, as documents. */
export class ManageConfiguration {
  constructor(
    private readonly store: Store,
    private readonly kinds: ConfiguredKinds,
    private readonly preparing: PrepareConfiguration,
    private readonly attempting: AttemptConfiguration,
    private readonly log: Logger,
  ) {}

  schema(): Promise<JsonObject> {
    return Promise.resolve(configurationSchema());
  }

  async export(
    { tenantId }: Caller,
    { kind, set }: RequestOf<'exportConfiguration'>,
  ): Promise<AnswerOf<'exportConfiguration'>> {
    const found = await this.store.of(tenantId).transaction((tx) => this.kinds.list(tx));
    const { ordered } = orderObjects(found);
    const chosen = ordered.filter(
      (object) =>
        (kind === undefined || object.kind === kind) && (set === undefined || object.managedBy === set),
    );
    return { documents: chosen.map(documentOf) };
  }

  async validate(
    caller: Caller,
    request: RequestOf<'validateConfiguration'>,
    terms: Terms,
  ): Promise<AnswerOf<'validateConfiguration'>> {
    const { ok, problems, notes } = await this.diff(caller, request, terms);
    return { ok, documents: request.documents.length, problems, notes };
  }

  /** Makes all of it and takes it back: what would be refused is refused by what would refuse it. */
  async diff(caller: Caller, request: Request, terms: Terms): Promise<ConfigurationPlan> {
    return planToView(await this.attempt(caller, request, terms, false), originsOf(request), false);
  }

  /** Rejects with `config.invalid_documents`, which names everything that is wrong; then nothing was changed. */
  async apply(caller: Caller, request: Request, terms: Terms): Promise<ConfigurationPlan> {
    const made = await this.attempt(caller, request, terms, true);
    const plan = planToView(made, originsOf(request), true);
    if (!plan.ok) throw new InvalidFields('config.invalid_documents', plan.problems.map(fieldError));
    const { actor, tenantId } = caller;
    for (const later of made.afterwards) await this.followUp(later);
    if (plan.changes.length > 0)
      this.log.info('configuration applied', {
        actor,
        tenantId,
        changes: plan.changes.length,
        set: request.set,
      });
    return plan;
  }

  private async attempt(
    caller: Caller,
    { documents, set, prune, force }: Request,
    terms: Terms,
    commits: boolean,
  ): Promise<MadeConfiguration> {
    const prepared = await this.preparing.prepare(caller, { documents, terms: { set, prune, force } }, terms);
    try {
      return await this.store.of(caller.tenantId).transaction(async (tx) => {
        const made = await this.attempting.make(tx, prepared);
        if (!commits || made.problems.length > 0) throw new NotCommitted(made);
        return made;
      });
    } catch (error) {
      if (error instanceof NotCommitted) return error.made;
      throw error;
    }
  }

  /** What was committed stays so: what is left to do a sweep does later. */
  private async followUp(later: Afterwards): Promise<void> {
    try {
      await later();
    } catch (error) {
      this.log.warn('left to a sweep after configuration was applied', { error: String(error) });
    }
  }
}

function originsOf({ documents }: Request): readonly string[] {
  return documents.map(({ origin }, at) => origin ?? `document ${at + 1}`);
}

type ToldProblem = ConfigurationPlan['problems'][number];

function fieldError({ origin, kind, name, path, message, remedy }: ToldProblem) {
  const about = kind === null || name === null ? '' : nameText({ kind, name });
  const place = [origin ?? '', about, path].filter((part) => part !== '').join(' ');
  return { path: place, message: `${message}. ${remedy}` };
}

function documentOf({ kind, name, written }: FoundObject): JsonObject {
  const defaults = configurationDefaults(kind);
  const said = Object.entries(written).filter(([field, value]) => {
    const usual = defaults[field];
    return usual === undefined || canonicalText(usual) !== canonicalText(value);
  });
  return {
    apiVersion: CONFIGURATION_VERSION,
    kind,
    metadata: { name },
    spec: Object.fromEntries(said),
  };
}
